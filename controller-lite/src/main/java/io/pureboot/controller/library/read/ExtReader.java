package io.pureboot.controller.library.read;

import io.pureboot.linux.process.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code debugfs} of e2fsprogs. Folders are read level by level, then all inodes at once. */
public final class ExtReader implements FileSystemReader {
    private static final Set<String> TYPES = Set.of("ext2", "ext3", "ext4", "ext4dev");
    private static final int AT_ONCE = 2000;
    private static final String ROOT_INODE = "2";
    private static final int ENCRYPTED = 0x800;
    private static final int COMPRESSED_BLOCKS = 0x200;
    // Names may hold any byte but the slash: they end where the rest of the line fits.
    private static final Pattern ENTRY = Pattern.compile("/(\\d+)/(\\d{6})/\\d+/\\d+/([^/]*)/(\\d*)/\n");
    private static final Pattern INODE =
            Pattern.compile("(?m)^Inode: (\\d+) +Type: ([A-Za-z ]+?) +Mode: +\\d+ +Flags: 0x([0-9a-f]{1,8})");
    private static final Pattern SIZE = Pattern.compile("Group: +\\d+ .*?Size: (\\d+)");
    private static final Pattern LINKS = Pattern.compile("\nLinks: (\\d+)");
    private static final Pattern MTIME = Pattern.compile("\n *mtime: 0x([0-9a-f]{1,8})(?::([0-9a-f]{1,8}))?");

    private final CommandRunner runner;

    public ExtReader(CommandRunner runner) {
        this.runner = runner;
    }

    @Override
    public String name() {
        return "debugfs";
    }

    @Override
    public boolean reads(String type) {
        return TYPES.contains(type);
    }

    @Override
    public OpenFileSystem open(Place place, Path work) throws IOException {
        String image = place.image().toString();
        if (image.indexOf('?') >= 0) {
            throw new IOException("debugfs cannot open a file with a question mark in its name: rename " + image);
        }
        String device = place.offset() == 0 ? image : image + "?offset=" + place.offset();
        Session session = new Session(new ReaderTool(runner, work), device, work.resolve("commands"));
        Map<RawPath, String> names = session.names();
        Map<String, FileRecord> inodes = session.inodes(names);
        List<String> gaps = new ArrayList<>(session.gaps);
        List<FileRecord> files = NamedInodes.files(names, inodes, gaps);
        List<Attribute> attributes = session.attributes.all();
        gaps.addAll(session.attributes.gaps());
        ExtDumps dumps = new ExtDumps(session::run, work, session.notCopied.keySet());
        return new Listed(files, gaps) {
            @Override
            public List<Attribute> attributes() {
                return attributes;
            }

            @Override
            public void expect(List<FileRecord> next) {
                dumps.expect(next);
            }

            @Override
            public void copy(FileRecord file, Path target) throws IOException {
                String why = session.notCopied.get(file.inode());
                if (why != null) {
                    throw new IOException(why);
                }
                dumps.copy(file, target);
            }
        };
    }

    private static final class Session {
        private final ReaderTool tool;
        private final String device;
        private final Path commands;
        private final List<String> gaps = new ArrayList<>();
        private final ExtAttributes attributes = new ExtAttributes(this::run);
        private final PathBudget budget = new PathBudget();
        /** By inode, why its content is none that can be read. */
        private final Map<String, String> notCopied = new HashMap<>();

        private boolean encryptedNames;

        Session(ReaderTool tool, String device, Path commands) {
            this.tool = tool;
            this.device = device;
            this.commands = commands;
        }

        // Read-only, and -c so that a damaged bitmap does not keep it from the files.
        private ReaderTool.Said run(List<String> lines) throws IOException {
            Files.write(commands, lines);
            return tool.run("debugfs", "-c", "-f", commands.toString(), device);
        }

        Map<RawPath, String> names() throws IOException {
            ReaderTool.Said head = run(List.of("show_super_stats -h"));
            if (head.failed() || !head.latin1().contains("Inode count:")) {
                throw new IOException("debugfs: " + head.complaint());
            }
            if (head.latin1().contains("needs_recovery")) {
                gaps.add("it was not unmounted: its journal is not replayed");
            }
            Map<RawPath, String> names = new LinkedHashMap<>();
            names.put(RawPath.ROOT, ROOT_INODE);
            Map<String, RawPath> level = Map.of(ROOT_INODE, RawPath.ROOT);
            Set<String> seen = new HashSet<>(level.keySet());
            try {
                while (!level.isEmpty()) {
                    Map<String, RawPath> below = new LinkedHashMap<>();
                    for (List<String> some : Batches.of(level.keySet(), AT_ONCE)) {
                        list(some, level, names, below, seen);
                    }
                    level = below;
                }
            } catch (PathBudget.SpentException e) {
                gaps.add(String.valueOf(e.getMessage()));
            }
            return names;
        }

        private void list(
                List<String> folders,
                Map<String, RawPath> level,
                Map<RawPath, String> names,
                Map<String, RawPath> below,
                Set<String> seen)
                throws IOException {
            List<String> lines =
                    folders.stream().map(inode -> "ls -p <" + inode + ">").toList();
            ReaderTool.Said said = run(lines);
            if (!said.result().errorText().lines().skip(1).toList().isEmpty()) {
                gaps.add("debugfs: " + said.complaint());
            }
            String[] parts = said.latin1().split("(?m)^debugfs: ls -p <");
            if (parts.length != folders.size() + 1) {
                gaps.add("a name in it looks like what debugfs prints itself: names may be missing or misplaced");
            }
            for (String part : parts) {
                int end = part.indexOf(">\n");
                RawPath folder = end < 0 ? null : level.get(part.substring(0, end));
                if (folder == null) {
                    continue;
                }
                boolean dots = false;
                boolean lost = false;
                int from = 2;
                String list = part.substring(end);
                for (Matcher entry = ENTRY.matcher(list); entry.find(); from = entry.end()) {
                    lost |= !list.substring(from, entry.start()).isBlank();
                    String name = entry.group(3);
                    dots |= name.equals(".");
                    if (name.equals(".") || name.equals("..") || entry.group(1).equals("0")) {
                        continue;
                    }
                    RawPath path = folder.child(name);
                    budget.take(path);
                    names.put(path, entry.group(1));
                    if (entry.group(2).startsWith("04") && seen.add(entry.group(1))) {
                        PathBudget.enter(path, entry.group(1), below, gaps);
                    }
                }
                if (!dots) {
                    gaps.add("the folder %s cannot be read".formatted(folder.text()));
                } else if (lost || list.length() > from && !list.substring(from).isBlank()) {
                    gaps.add("the folder %s has names that are not listed".formatted(folder.text()));
                }
            }
        }

        Map<String, FileRecord> inodes(Map<RawPath, String> names) throws IOException {
            Map<String, FileRecord> inodes = new HashMap<>();
            for (List<String> some : Batches.of(new HashSet<>(names.values()), AT_ONCE)) {
                stat(some, inodes);
            }
            return inodes;
        }

        private void stat(List<String> some, Map<String, FileRecord> inodes) throws IOException {
            List<String> lines =
                    some.stream().map(inode -> "stat <" + inode + ">").toList();
            String text = run(lines).latin1();
            for (String part : text.split("(?m)^debugfs: stat <")) {
                Matcher inode = INODE.matcher(part);
                Matcher size = SIZE.matcher(part);
                Matcher links = LINKS.matcher(part);
                Matcher mtime = MTIME.matcher(part);
                if (inode.find() && size.find() && links.find() && mtime.find() && Digits.of(size.group(1)) >= 0) {
                    inodes.put(
                            inode.group(1),
                            new FileRecord(
                                    RawPath.ROOT,
                                    kind(inode.group(2)),
                                    inode.group(1),
                                    Math.max(1, Digits.of(links.group(1))),
                                    Digits.of(size.group(1)),
                                    seconds(mtime.group(1), mtime.group(2))));
                    flags(inode.group(1), inode.group(2), Integer.parseUnsignedInt(inode.group(3), 16));
                    attributes.take(inode.group(1), part);
                }
            }
            attributes.fetchRest();
        }

        private void flags(String inode, String type, int flags) {
            if ((flags & ENCRYPTED) != 0 && type.equals("directory") && !encryptedNames) {
                encryptedNames = true;
                gaps.add("names in encrypted folders are listed as they are stored");
            }
            if ((flags & ENCRYPTED) != 0) {
                notCopied.put(inode, "it is encrypted (fscrypt): what is stored is not its content");
            } else if ((flags & COMPRESSED_BLOCKS) != 0) {
                notCopied.put(inode, "it is compressed (e2compr): what is stored is not its content");
            }
        }

        // Signed 32 bits, and two more in the lowest bits of the second number.
        private static long seconds(String low, @org.jspecify.annotations.Nullable String extra) {
            long seconds = (int) Long.parseLong(low, 16);
            return extra == null ? seconds : seconds + ((Long.parseLong(extra, 16) & 3) << 32);
        }

        private static char kind(String type) {
            return switch (type) {
                case "regular" -> 'f';
                case "directory" -> 'd';
                case "symlink" -> 'l';
                case "block special" -> 'b';
                case "character special" -> 'c';
                case "FIFO" -> 'p';
                case "socket" -> 's';
                default -> '?';
            };
        }
    }
}
