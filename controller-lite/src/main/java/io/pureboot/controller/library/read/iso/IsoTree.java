package io.pureboot.controller.library.read.iso;

import io.pureboot.controller.library.read.FileMode;
import io.pureboot.controller.library.read.FileRecord;
import io.pureboot.controller.library.read.PathBudget;
import io.pureboot.controller.library.read.RawPath;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A disc's folders, all of them, by one kind of its names. */
final class IsoTree {
    private static final int SECTOR = 2048;
    private static final int LARGEST_FOLDER = 16 << 20;
    private static final int RECORD_UNIT = 5;

    private final IsoBlocks blocks;
    private final IsoNaming naming;
    private final int disc;
    private final IsoBudget budget = new IsoBudget();
    private final PathBudget paths = new PathBudget();
    private final List<FileRecord> files = new ArrayList<>();
    private final Map<String, IsoFile> contents = new HashMap<>();
    private final Map<String, Gap> gaps = new LinkedHashMap<>();
    private final Deque<Folder> open = new ArrayDeque<>();
    private final Deque<Entry> moved = new ArrayDeque<>();
    private final Set<Long> seen = new HashSet<>();
    private int skip;
    private long names;

    private record Folder(long block, long size, RawPath path) {}

    private record Entry(IsoRecord record, RawPath path, RockRidge rock, List<IsoFile.Run> runs) {}

    private record Gap(long count, RawPath first) {}

    private IsoTree(IsoBlocks blocks, IsoNaming naming, int disc) {
        this.blocks = blocks;
        this.naming = naming;
        this.disc = disc;
    }

    /**
     * Lists what is below a root.
     *
     * @param skip bytes before what Rock Ridge says of a record
     * @param disc which of a set it is; 0 for the only one
     */
    static IsoTree of(IsoBlocks blocks, IsoRecord root, IsoNaming naming, int skip, int disc) {
        IsoTree tree = new IsoTree(blocks, naming, disc);
        tree.skip = skip;
        tree.files.add(
                new FileRecord(RawPath.ROOT, 'd', inode(blocks.position(root.block())), 1, root.size(), root.mtime()));
        try {
            tree.enter(root.block(), root.size(), RawPath.ROOT);
            tree.walk();
        } catch (IOException e) {
            tree.gap(String.valueOf(e.getMessage()), RawPath.ROOT);
        }
        return tree;
    }

    /** The root first. */
    List<FileRecord> files() {
        return files;
    }

    /** Where the bytes of each file lie, by its inode. */
    Map<String, IsoFile> contents() {
        return contents;
    }

    /** Entries below the root, without second streams. */
    long names() {
        return names;
    }

    IsoNaming naming() {
        return naming;
    }

    List<String> gaps() {
        List<String> all = new ArrayList<>();
        gaps.forEach((what, gap) -> all.add(
                gap.count() == 1
                        ? "%s: %s".formatted(gap.first().text(), what)
                        : "%s and %d more: %s".formatted(gap.first().text(), gap.count() - 1, what)));
        return all;
    }

    private void gap(String what, RawPath where) {
        gaps.merge(what, new Gap(1, where), (known, one) -> new Gap(known.count() + 1, known.first()));
    }

    private void walk() throws IOException {
        while (!open.isEmpty() || !moved.isEmpty()) {
            if (open.isEmpty()) {
                unclaimed(moved.removeFirst());
                continue;
            }
            Folder folder = open.removeFirst();
            if (folder.size() > LARGEST_FOLDER) {
                gap("the folder is larger than folders are", folder.path());
                continue;
            }
            budget.takeFolder(folder.size());
            byte[] records;
            try {
                records = blocks.read(folder.block(), 0, (int) folder.size());
            } catch (IOException e) {
                gap("the folder cannot be read: " + e.getMessage(), folder.path());
                continue;
            }
            list(folder, records);
        }
    }

    // Else a folder that was moved because it lay too deep would be lost when what points to it is.
    private void unclaimed(Entry entry) throws IOException {
        if (!seen.contains(entry.record().block())) {
            add(entry);
        }
    }

    private void list(Folder folder, byte[] records) throws IOException {
        long position = blocks.position(folder.block());
        List<IsoFile.Run> runs = new ArrayList<>();
        IsoRecord first = null;
        for (int at = 0; at < records.length; ) {
            IsoRecord record = IsoRecord.of(records, at, position);
            if (record == null) {
                if (records[at] != 0) {
                    gap("a record of the folder is damaged", folder.path());
                }
                // The rest of a sector is empty when no record fits into it.
                at = (at / SECTOR + 1) * SECTOR;
                continue;
            }
            at += Byte.toUnsignedInt(records[at]);
            if (record.isDots()) {
                continue;
            }
            if (first != null && !Arrays.equals(first.name(), record.name())) {
                gap("a file's further parts are missing", folder.path());
                take(entry(folder, first, runs));
                runs = new ArrayList<>();
                first = null;
            }
            first = first == null ? record : first;
            runs.add(new IsoFile.Run(record.block(), record.size()));
            if (!record.goesOn()) {
                take(entry(folder, first, runs));
                runs = new ArrayList<>();
                first = null;
            }
        }
        if (first != null) {
            gap("a file's further parts are missing", folder.path());
            take(entry(folder, first, runs));
        }
    }

    private Entry entry(Folder folder, IsoRecord record, List<IsoFile.Run> runs) throws IOException {
        RockRidge rock = naming == IsoNaming.ROCK_RIDGE ? RockRidge.of(record, blocks, skip, budget) : RockRidge.none();
        String better = rock.name();
        String name = better == null || better.isEmpty() ? naming.of(record) : better;
        RawPath path = folder.path().child(name + (record.isAssociated() ? ":RSRC" : ""));
        paths.take(path);
        if (rock.damage() != null) {
            gap("it has " + rock.damage(), path);
        }
        return new Entry(record, path, rock, runs);
    }

    private void take(Entry entry) throws IOException {
        if (entry.rock().moved()) {
            moved.add(entry);
        } else {
            add(entry);
        }
    }

    private void add(Entry entry) throws IOException {
        IsoRecord record = entry.record();
        RockRidge rock = entry.rock();
        RawPath path = entry.path();
        boolean isFolder = record.isFolder() || rock.child() >= 0;
        char kind = isFolder ? 'd' : kind(rock);
        long block = rock.child() >= 0 ? rock.child() : record.block();
        long extent = rock.child() >= 0 ? childSize(block) : record.size();
        long size = isFolder ? extent : kind == 'l' ? rock.linkLength() : size(entry.runs());
        String inode = inode(isFolder ? blocks.position(block) : record.position());
        files.add(new FileRecord(path, kind, inode, rock.links(), size, rock.timeOr(record.mtime())));
        names += record.isAssociated() ? 0 : 1;
        if (isFolder) {
            enter(block, extent, path);
        } else if (kind == 'f') {
            IsoFile file = new IsoFile(entry.runs(), unreadable(record, rock));
            IsoFile other = contents.putIfAbsent(inode, file);
            if (other != null && !other.equals(file)) {
                gap("its record lies where another one is", path);
            }
        }
    }

    private static long size(List<IsoFile.Run> runs) {
        return runs.stream().mapToLong(IsoFile.Run::length).sum();
    }

    private static char kind(RockRidge rock) {
        char kind = rock.mode() == 0 ? rock.isLink() ? 'l' : 'f' : FileMode.kind(rock.mode());
        return kind == 'd' || kind == '?' ? 'f' : kind;
    }

    private @Nullable String unreadable(IsoRecord record, RockRidge rock) {
        if (rock.unreadable() != null) {
            return rock.unreadable();
        }
        if (record.isInterleaved()) {
            return "its bytes lie interleaved with others, which is not read";
        }
        return disc > 0 && record.volume() != disc
                ? "it is on disc %d of the set, this is disc %d".formatted(record.volume(), disc)
                : null;
    }

    private long childSize(long block) {
        try {
            IsoRecord self = IsoRecord.of(blocks.read(block, 0, SECTOR), 0, blocks.position(block));
            return self == null ? 0 : self.size();
        } catch (IOException e) {
            // Said when the folder itself is read.
            return SECTOR;
        }
    }

    private void enter(long block, long size, RawPath path) {
        if (PathBudget.tooDeep(path)) {
            gap("folders are nested too deep: what is below is not listed", path);
        } else if (!seen.add(block)) {
            gap("the folder is another one, too: what is in it is listed there", path);
        } else {
            open.add(new Folder(block, size, path));
        }
    }

    // As Linux counts them: where the record is, of a folder its own first one.
    private static String inode(long position) {
        return String.valueOf(position >> RECORD_UNIT);
    }
}
