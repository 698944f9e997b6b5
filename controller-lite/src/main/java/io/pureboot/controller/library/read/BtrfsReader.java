package io.pureboot.controller.library.read;

import io.pureboot.linux.process.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code btrfs} of btrfs-progs: {@code dump-tree} for the list, subvolumes included, and {@code restore} for contents,
 * of all files at once when the first is asked for.
 */
public final class BtrfsReader implements FileSystemReader {
    private static final String TOP = "5";
    private static final String FOLDER = "256";
    private static final int LONGEST_ITEM = 1 << 20;
    private static final long SPARE = 64L << 20;
    private static final Pattern ITEM = Pattern.compile("\titem \\d+ key \\((\\d+) (\\w+) [^)]*\\).*");
    private static final Pattern INODE = Pattern.compile(
            "size (\\d+) nbytes (\\d+)[^\n]*\n\t*[^\n]* mode ([0-7]{1,7}) links (\\d+)(?s:.*?)\tmtime (-?\\d+)\\.");
    private static final Pattern NAME =
            Pattern.compile("\tlocation key \\((\\d+) (\\w+) [^)]*\\) type \\w+\n[^\n]*name_len (\\d+)\n\t*name: ");

    private static final Pattern LOG = Pattern.compile("(?m)^log_root\\s+(\\d+)$");
    /** As the kernel numbers the empty folder it shows in a snapshot in place of a subvolume that is not part of it. */
    private static final String STAND_IN = "2";

    private static final String LEADS_ELSEWHERE =
            "no contents are restored, as btrfs might write them outside of its folder: a name in it is \"%s\"";

    private final CommandRunner runner;

    public BtrfsReader(CommandRunner runner) {
        this.runner = runner;
    }

    @Override
    public String name() {
        return "btrfs-progs";
    }

    @Override
    public boolean reads(String type) {
        return type.equals("btrfs");
    }

    @Override
    public OpenFileSystem open(Place place, Path work) throws IOException {
        PartitionDevice device = PartitionDevice.of(place, runner);
        boolean opened = false;
        try {
            Trees trees = new Trees(new ReaderTool(runner, work), device.path());
            trees.walk();
            opened = true;
            return new Restored(trees, work, device);
        } finally {
            if (!opened) {
                device.close();
            }
        }
    }

    /** The inodes and names of one subvolume. */
    private record Tree(Map<String, FileRecord> inodes, Map<String, List<Name>> names) {}

    private record Name(String name, String inode, boolean subvolume) {}

    private record Entry(String subvolume, String inode, RawPath path) {}

    private static final class Trees {
        private final ReaderTool tool;
        private final String device;
        private final Map<String, Tree> trees = new HashMap<>();
        private final PathBudget kept = new PathBudget();
        private final Set<String> walked = new HashSet<>();
        private final BtrfsRoots roots;
        private final Set<String> unreadable = new HashSet<>();
        private final List<FileRecord> files = new ArrayList<>();
        private final List<String> gaps = new ArrayList<>();
        /** A name by which {@code btrfs restore} would write outside of its folder, or that cannot be told from one. */
        private @Nullable String leadingElsewhere;

        private long storedBytes;

        Trees(ReaderTool tool, String device) throws IOException {
            this.tool = tool;
            this.device = device;
            this.roots = BtrfsRoots.read(tool, device);
        }

        void walk() throws IOException {
            if (!roots.whole()) {
                gaps.add("its subvolumes are not all known: some may be missing");
            }
            ReaderTool.Said superblock = tool.run("btrfs", "inspect-internal", "dump-super", device);
            Matcher log = LOG.matcher(superblock.latin1());
            if (superblock.failed() || !log.find() || !log.group(1).equals("0")) {
                gaps.add("it was not unmounted: its log is not replayed");
            }
            PathBudget budget = new PathBudget();
            Deque<Entry> open = new ArrayDeque<>(List.of(new Entry(TOP, FOLDER, RawPath.ROOT)));
            try {
                while (!open.isEmpty()) {
                    Entry entry = open.removeFirst();
                    budget.take(entry.path());
                    open.addAll(list(entry));
                }
            } catch (PathBudget.SpentException e) {
                gaps.add(String.valueOf(e.getMessage()));
                leadingElsewhere = "perhaps one that is not listed";
            }
            for (String subvolume : roots.subvolumes()) {
                if (!walked.contains(address(subvolume, FOLDER))) {
                    gaps.add("subvolume %s is not listed: no folder leads to it".formatted(subvolume));
                }
            }
            if (leadingElsewhere != null) {
                gaps.add(LEADS_ELSEWHERE.formatted(leadingElsewhere));
            }
        }

        // Adds the entry, and gives what is in it.
        private List<Entry> list(Entry entry) throws IOException {
            if (entry.inode().equals(STAND_IN)) {
                files.add(new FileRecord(entry.path(), 'd', address(entry.subvolume(), STAND_IN), 1, 0, 0));
                return List.of();
            }
            if (!isReadable(entry)) {
                return List.of();
            }
            FileRecord found = tree(entry.subvolume()).inodes().get(entry.inode());
            if (found == null) {
                gaps.add("inode %s of %s cannot be read"
                        .formatted(entry.inode(), entry.path().text()));
                return List.of();
            }
            String address = address(entry.subvolume(), entry.inode());
            files.add(new FileRecord(entry.path(), found.kind(), address, found.links(), found.size(), found.mtime()));
            if (found.kind() != 'd' || !walked.add(address)) {
                return List.of();
            }
            if (PathBudget.tooDeep(entry.path())) {
                gaps.add(PathBudget.TOO_DEEP);
                return List.of();
            }
            List<Entry> below = new ArrayList<>();
            for (Name name : tree(entry.subvolume()).names().getOrDefault(entry.inode(), List.of())) {
                RawPath path = entry.path().child(name.name());
                boolean held = name.subvolume() && roots.holds(entry.subvolume(), name.inode(), entry.inode());
                if (held) {
                    below.add(new Entry(name.inode(), FOLDER, path));
                } else {
                    below.add(new Entry(entry.subvolume(), name.subvolume() ? STAND_IN : name.inode(), path));
                }
            }
            return below;
        }

        // One that cannot be read costs none of the others.
        private boolean isReadable(Entry entry) throws IOException {
            if (unreadable.contains(entry.subvolume())) {
                return false;
            }
            try {
                tree(entry.subvolume());
                return true;
            } catch (PathBudget.SpentException e) {
                throw e;
            } catch (IOException e) {
                if (entry.subvolume().equals(TOP)) {
                    throw e;
                }
                unreadable.add(entry.subvolume());
                gaps.add("subvolume %s at %s is not listed: %s"
                        .formatted(entry.subvolume(), entry.path().text(), e.getMessage()));
                return false;
            }
        }

        private static String address(String subvolume, String inode) {
            return subvolume.equals(TOP) ? inode : subvolume + ":" + inode;
        }

        private Tree tree(String subvolume) throws IOException {
            Tree known = trees.get(subvolume);
            if (known != null) {
                return known;
            }
            ReaderTool.Said said = tool.run("btrfs", "inspect-internal", "dump-tree", "-t", subvolume, device);
            if (said.failed()) {
                throw new IOException("btrfs: " + said.complaint());
            }
            Tree tree;
            try (ToolLines lines = said.lines()) {
                tree = parse(lines);
            }
            if (tree.inodes().isEmpty()) {
                throw new IOException("btrfs: subvolume %s cannot be read: %s".formatted(subvolume, said.complaint()));
            }
            if (!said.result().errorText().isEmpty()) {
                gaps.add("btrfs: " + said.complaint());
            }
            trees.put(subvolume, tree);
            return tree;
        }

        private Tree parse(ToolLines lines) throws IOException {
            Tree tree = new Tree(new HashMap<>(), new HashMap<>());
            String number = "";
            String kind = "";
            StringBuilder body = new StringBuilder();
            for (String line = lines.next(); line != null; line = lines.next()) {
                Matcher item = ITEM.matcher(line);
                if (item.matches()) {
                    take(number, kind, body.toString(), tree);
                    number = item.group(1);
                    kind = item.group(2);
                    body.setLength(0);
                } else if (body.length() < LONGEST_ITEM) {
                    body.append(line).append('\n');
                }
            }
            take(number, kind, body.toString(), tree);
            return tree;
        }

        private void take(String number, String kind, String body, Tree tree) throws IOException {
            if (kind.equals("INODE_ITEM")) {
                kept.take(RawPath.ROOT);
                inode(number, body, tree.inodes());
            } else if (kind.equals("DIR_INDEX")) {
                Name name = name(body);
                if (name != null) {
                    kept.take(new RawPath(name.name()));
                    tree.names()
                            .computeIfAbsent(number, key -> new ArrayList<>())
                            .add(name);
                }
            }
        }

        private void inode(String number, String body, Map<String, FileRecord> inodes) {
            Matcher inode = INODE.matcher(body);
            if (!inode.find() || Digits.of(inode.group(1)) < 0) {
                return;
            }
            char kind = FileMode.kind(Integer.parseInt(inode.group(3), 8));
            storedBytes += kind == 'f' ? Math.max(0, Digits.of(inode.group(2))) : 0;
            inodes.put(
                    number,
                    new FileRecord(
                            RawPath.ROOT,
                            kind,
                            number,
                            Math.max(1, Digits.of(inode.group(4))),
                            Digits.of(inode.group(1)),
                            seconds(inode.group(5))));
        }

        // Times before 1970 are printed as if their 64 bits had no sign.
        private static long seconds(String text) {
            try {
                return text.startsWith("-") ? Long.parseLong(text) : Long.parseUnsignedLong(text);
            } catch (NumberFormatException e) {
                // No time that can be: it is unknown, the file is not.
                return 0;
            }
        }

        private @Nullable Name name(String body) {
            Matcher name = NAME.matcher(body);
            if (!name.find()) {
                leadingElsewhere = "an entry of a folder that is not understood";
                return null;
            }
            long end = name.end() + Math.max(0, Digits.of(name.group(3)));
            String text = body.substring(name.end(), (int) Math.min(body.length(), end));
            boolean whole = end < body.length() && body.charAt((int) end) == '\n';
            if (!whole || text.isEmpty() || text.equals(".") || text.equals("..") || text.contains("/")) {
                leadingElsewhere = new RawPath(text).text();
            }
            return new Name(text, name.group(1), name.group(2).equals("ROOT_ITEM"));
        }
    }

    private static final class Restored extends Listed {
        private final Trees trees;
        private final Path folder;
        private final PartitionDevice device;
        private String errors = "";
        private Set<String> damaged = Set.of();
        private @Nullable String unchecked;
        private String complaint = "it is not among what btrfs restore wrote";
        private boolean restored;

        Restored(Trees trees, Path work, PartitionDevice device) {
            super(trees.files, trees.gaps);
            this.trees = trees;
            this.folder = work.resolve("restored");
            this.device = device;
        }

        @Override
        public void copy(FileRecord file, Path target) throws IOException {
            if (trees.leadingElsewhere != null) {
                throw new IOException(LEADS_ELSEWHERE.formatted(trees.leadingElsewhere));
            }
            if (!restored) {
                restored = true;
                restore();
            }
            if (unchecked != null) {
                throw new IOException(unchecked);
            }
            if (damaged.contains(file.inode().contains(":") ? file.inode() : TOP + ":" + file.inode())) {
                throw new IOException("it is damaged: what is stored does not have its checksum");
            }
            Path there = file.path().in(folder);
            if (!Files.isRegularFile(there, LinkOption.NOFOLLOW_LINKS)) {
                throw new IOException(complaint);
            }
            if (errors.contains("Error copying data for " + there + "\n")) {
                throw new IOException("btrfs restore could not read all of it");
            }
            checkLength(file, Files.size(there));
            Files.move(there, target, StandardCopyOption.REPLACE_EXISTING);
        }

        // All files at once: that there is no room for them should not be learnt by filling the library's disk.
        private void restore() throws IOException {
            Files.createDirectories(folder);
            long free = Files.getFileStore(folder).getUsableSpace();
            if (trees.storedBytes > free - SPARE) {
                complaint = "btrfs restore needs room for all files at once: %d MiB, %d MiB are left in %s"
                        .formatted(trees.storedBytes >> 20, free >> 20, folder);
                return;
            }
            ReaderTool.Said said = trees.tool.run("btrfs", "restore", "-s", "-i", device.path(), folder.toString());
            if (said.failed() || !said.result().errorText().isEmpty()) {
                complaint += ": " + said.complaint();
                errors = said.result().errorText() + "\n";
            }
            try {
                damaged = BtrfsDamage.files(trees.tool, device.path(), trees.trees.keySet());
            } catch (IOException e) {
                unchecked = "its bytes cannot be compared with their checksums: " + e.getMessage();
            }
        }

        @Override
        public void close() throws IOException {
            device.close();
        }
    }
}
