package io.pureboot.controller.library.read;

import io.pureboot.linux.process.CommandRunner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
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
            trees.walk(TOP, FOLDER, RawPath.ROOT);
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

    private static final class Trees {
        private final ReaderTool tool;
        private final String device;
        private final Map<String, Tree> trees = new HashMap<>();
        private final Set<String> walked = new HashSet<>();
        private final List<FileRecord> files = new ArrayList<>();
        private final List<String> gaps = new ArrayList<>();

        Trees(ReaderTool tool, String device) {
            this.tool = tool;
            this.device = device;
        }

        void walk(String subvolume, String inode, RawPath path) throws IOException {
            Tree tree = tree(subvolume);
            FileRecord found = tree.inodes().get(inode);
            if (found == null) {
                gaps.add("inode %s of %s cannot be read".formatted(inode, path.text()));
                return;
            }
            files.add(new FileRecord(
                    path, found.kind(), address(subvolume, inode), found.links(), found.size(), found.mtime()));
            if (found.kind() != 'd' || !walked.add(address(subvolume, inode))) {
                return;
            }
            for (Name name : tree.names().getOrDefault(inode, List.of())) {
                RawPath below = path.child(name.name());
                if (name.subvolume()) {
                    walk(name.inode(), FOLDER, below);
                } else {
                    walk(subvolume, name.inode(), below);
                }
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

        private static Tree parse(String text) {
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

        private static @Nullable Name name(String body) {
            Matcher name = NAME.matcher(body);
            if (!name.find()) {
                return null;
            }
            int end = Math.min(body.length(), name.end() + Integer.parseInt(name.group(3)));
            return new Name(
                    body.substring(name.end(), end),
                    name.group(1),
                    name.group(2).equals("ROOT_ITEM"));
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
            if (!restored) {
                Files.createDirectories(folder);
                ReaderTool.Said said = trees.tool.run("btrfs", "restore", "-s", "-i", device.path(), folder.toString());
                if (said.failed() || !said.result().errorText().isEmpty()) {
                    complaint += ": " + said.complaint();
                }
                restored = true;
            }
            String name = file.path().text();
            Path there = folder.resolve(name.substring(1)).normalize();
            boolean sameName = java.util.Arrays.equals(
                    name.getBytes(StandardCharsets.UTF_8), file.path().bytes());
            if (!sameName || !there.startsWith(folder) || !Files.isRegularFile(there, LinkOption.NOFOLLOW_LINKS)) {
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
