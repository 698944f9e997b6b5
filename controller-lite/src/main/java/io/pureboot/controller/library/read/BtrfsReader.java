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
    private static final Pattern ITEM = Pattern.compile("(?m)^\titem \\d+ key \\((\\d+) (\\w+) [^)]*\\).*\n");
    private static final Pattern INODE =
            Pattern.compile("size (\\d+) nbytes[^\n]*\n\t*[^\n]* mode (\\d+) links (\\d+)(?s:.*?)\tmtime (-?\\d+)\\.");
    private static final Pattern NAME =
            Pattern.compile("\tlocation key \\((\\d+) (\\w+) [^)]*\\) type \\w+\n[^\n]*name_len (\\d+)\n\t*name: ");

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
        private final Set<String> walked = new HashSet<>();
        private final List<FileRecord> files = new ArrayList<>();
        private final List<String> gaps = new ArrayList<>();
        /** A name by which {@code btrfs restore} would write outside of its folder, or that cannot be told from one. */
        private @Nullable String leadingElsewhere;

        Trees(ReaderTool tool, String device) {
            this.tool = tool;
            this.device = device;
        }

        void walk() throws IOException {
            PathBudget budget = new PathBudget();
            Deque<Entry> open = new ArrayDeque<>(List.of(new Entry(TOP, FOLDER, RawPath.ROOT)));
            while (!open.isEmpty()) {
                Entry entry = open.removeFirst();
                budget.take(entry.path());
                open.addAll(list(entry));
            }
            if (leadingElsewhere != null) {
                gaps.add(LEADS_ELSEWHERE.formatted(leadingElsewhere));
            }
        }

        // Adds the entry, and gives what is in it.
        private List<Entry> list(Entry entry) throws IOException {
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
                gaps.add("folders are nested too deep: what is below one of them is not listed");
                return List.of();
            }
            List<Entry> below = new ArrayList<>();
            for (Name name : tree(entry.subvolume()).names().getOrDefault(entry.inode(), List.of())) {
                RawPath path = entry.path().child(name.name());
                below.add(
                        name.subvolume()
                                ? new Entry(name.inode(), FOLDER, path)
                                : new Entry(entry.subvolume(), name.inode(), path));
            }
            return below;
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
            Tree tree = parse(said.latin1());
            if (tree.inodes().isEmpty()) {
                throw new IOException("btrfs: subvolume %s cannot be read: %s".formatted(subvolume, said.complaint()));
            }
            if (!said.result().errorText().isEmpty()) {
                gaps.add("btrfs: " + said.complaint());
            }
            trees.put(subvolume, tree);
            return tree;
        }

        private Tree parse(String text) {
            Map<String, FileRecord> inodes = new HashMap<>();
            Map<String, List<Name>> names = new HashMap<>();
            Matcher item = ITEM.matcher(text);
            boolean more = item.find();
            while (more) {
                String number = item.group(1);
                String kind = item.group(2);
                int start = item.end();
                more = item.find();
                String body = text.substring(start, more ? item.start() : text.length());
                if (kind.equals("INODE_ITEM")) {
                    inode(number, body, inodes);
                } else if (kind.equals("DIR_INDEX")) {
                    Name name = name(body);
                    if (name != null) {
                        names.computeIfAbsent(number, key -> new ArrayList<>()).add(name);
                    }
                }
            }
            return new Tree(inodes, names);
        }

        private static void inode(String number, String body, Map<String, FileRecord> inodes) {
            Matcher inode = INODE.matcher(body);
            if (inode.find()) {
                char kind = FileMode.kind(Integer.parseInt(inode.group(2), 8));
                inodes.put(
                        number,
                        new FileRecord(
                                RawPath.ROOT,
                                kind,
                                number,
                                Long.parseLong(inode.group(3)),
                                Long.parseLong(inode.group(1)),
                                seconds(inode.group(4))));
            }
        }

        // Times before 1970 are printed as if their 64 bits had no sign.
        private static long seconds(String text) {
            return text.startsWith("-") ? Long.parseLong(text) : Long.parseUnsignedLong(text);
        }

        private @Nullable Name name(String body) {
            Matcher name = NAME.matcher(body);
            if (!name.find()) {
                leadingElsewhere = "an entry of a folder that is not understood";
                return null;
            }
            long end = name.end() + Long.parseLong(name.group(3));
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
                Files.createDirectories(folder);
                ReaderTool.Said said = trees.tool.run("btrfs", "restore", "-s", "-i", device.path(), folder.toString());
                if (said.failed() || !said.result().errorText().isEmpty()) {
                    complaint += ": " + said.complaint();
                }
                restored = true;
            }
            Path there = file.path().in(folder);
            if (!Files.isRegularFile(there, LinkOption.NOFOLLOW_LINKS)) {
                throw new IOException(complaint);
            }
            checkLength(file, Files.size(there));
            Files.move(there, target, StandardCopyOption.REPLACE_EXISTING);
        }

        @Override
        public void close() throws IOException {
            device.close();
        }
    }
}
