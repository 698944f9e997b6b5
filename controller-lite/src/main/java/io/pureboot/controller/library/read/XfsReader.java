package io.pureboot.controller.library.read;

import io.pureboot.linux.process.CommandRunner;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code xfs_db} of xfsprogs, read-only: names, inodes and block maps; the blocks are read from the image. */
public final class XfsReader implements FileSystemReader {
    private static final int AT_ONCE = 2000;
    private static final Pattern ENTRY = Pattern.compile("(?m)^\\d+ +(\\d+) +\\S+ +0x[0-9a-f]+ +(\\d+) ");
    private static final Pattern FIELD = Pattern.compile("(?m)^([a-z0-9.]+) = (.*)$");
    private static final Pattern RUN =
            Pattern.compile("(?m)^data offset (\\d+) startblock \\d+ \\((\\d+)/(\\d+)\\) count (\\d+) flag (\\d+)$");
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss yyyy", Locale.ROOT);

    private final CommandRunner runner;

    public XfsReader(CommandRunner runner) {
        this.runner = runner;
    }

    @Override
    public String name() {
        return "xfs_db";
    }

    @Override
    public boolean reads(String type) {
        return type.equals("xfs");
    }

    @Override
    public OpenFileSystem open(Place place, Path work) throws IOException {
        PartitionDevice device = PartitionDevice.of(place, runner);
        boolean opened = false;
        try {
            Session session = new Session(new ReaderTool(runner, work), device.path());
            Map<RawPath, String> names = session.names();
            Map<String, FileRecord> inodes = session.inodes(names);
            List<String> gaps = new ArrayList<>(session.gaps);
            List<FileRecord> files = NamedInodes.files(names, inodes, gaps);
            opened = true;
            return new Listed(files, gaps) {
                @Override
                public void copy(FileRecord file, Path target) throws IOException {
                    session.copy(file, place, target);
                }

                @Override
                public void close() throws IOException {
                    device.close();
                }
            };
        } finally {
            if (!opened) {
                device.close();
            }
        }
    }

    private static final class Session {
        private final ReaderTool tool;
        private final String device;
        private final List<String> gaps = new ArrayList<>();
        private final Map<String, String> superblock;

        Session(ReaderTool tool, String device) throws IOException {
            this.tool = tool;
            this.device = device;
            ReaderTool.Said said = run(List.of("sb 0", "p rootino blocksize agblocks"));
            superblock = fields(said.latin1());
            if (!superblock.containsKey("rootino") || !superblock.containsKey("agblocks")) {
                throw new IOException("xfs_db: " + said.complaint());
            }
            if (tool.run("xfs_logprint", "-t", device).latin1().contains("<DIRTY>")) {
                gaps.add("it was not unmounted: its log is not replayed");
            }
        }

        private ReaderTool.Said run(List<String> commands) throws IOException {
            List<String> argv = new ArrayList<>(List.of("xfs_db", "-r", "-f"));
            for (String command : commands) {
                argv.add("-c");
                argv.add(command);
            }
            argv.add(device);
            return tool.run(argv.toArray(String[]::new));
        }

        private static Map<String, String> fields(String text) {
            Map<String, String> fields = new HashMap<>();
            for (Matcher field = FIELD.matcher(text); field.find(); ) {
                fields.put(field.group(1), field.group(2));
            }
            return fields;
        }

        Map<RawPath, String> names() throws IOException {
            String root = String.valueOf(superblock.get("rootino"));
            Map<RawPath, String> names = new LinkedHashMap<>();
            names.put(RawPath.ROOT, root);
            Map<String, RawPath> level = Map.of(root, RawPath.ROOT);
            Set<String> seen = new HashSet<>(level.keySet());
            while (!level.isEmpty()) {
                Map<String, RawPath> below = new LinkedHashMap<>();
                for (List<String> some : parts(level.keySet())) {
                    list(some, level, names, below, seen);
                }
                level = below;
            }
            return names;
        }

        // The mode is printed between the lists: it tells where one ends and whose the next is.
        private void list(
                List<String> folders,
                Map<String, RawPath> level,
                Map<RawPath, String> names,
                Map<String, RawPath> below,
                Set<String> seen)
                throws IOException {
            List<String> commands = new ArrayList<>();
            for (String folder : folders) {
                commands.add("inode " + folder);
                commands.add("p core.magic");
                commands.add("ls");
            }
            ReaderTool.Said said = run(commands);
            String[] lists = said.latin1().split("(?m)^core\\.magic = 0x[0-9a-f]+\n");
            if (lists.length != folders.size() + 1) {
                throw new IOException("xfs_db: " + said.complaint());
            }
            for (int i = 0; i < folders.size(); i++) {
                RawPath folder = java.util.Objects.requireNonNull(level.get(folders.get(i)));
                entries(lists[i + 1], folder, names, below, seen);
            }
        }

        private void entries(
                String list, RawPath folder, Map<RawPath, String> names, Map<String, RawPath> below, Set<String> seen) {
            Matcher entry = ENTRY.matcher(list);
            boolean any = false;
            for (int at = 0; entry.find(at); ) {
                any = true;
                int end = Math.min(list.length(), entry.end() + Integer.parseInt(entry.group(2)));
                String name = list.substring(entry.end(), end);
                at = end;
                if (name.equals(".") || name.equals("..")) {
                    continue;
                }
                RawPath path = folder.child(name);
                names.put(path, entry.group(1));
                if (entry.group().contains(" directory ") && seen.add(entry.group(1))) {
                    below.put(entry.group(1), path);
                }
            }
            if (!any) {
                gaps.add("the folder %s cannot be read".formatted(folder.text()));
            }
        }

        Map<String, FileRecord> inodes(Map<RawPath, String> names) throws IOException {
            Map<String, FileRecord> inodes = new HashMap<>();
            for (List<String> some : parts(new HashSet<>(names.values()))) {
                List<String> commands = new ArrayList<>();
                for (String inode : some) {
                    commands.add("inode " + inode);
                    commands.add(
                            "p core.magic core.mode core.version core.nlinkv2 core.onlink core.size core.mtime.sec");
                }
                String[] parts = run(commands).latin1().split("(?m)^(?=core\\.magic = )");
                for (int i = 0; i < parts.length && parts.length == some.size(); i++) {
                    FileRecord inode = inode(some.get(i), fields(parts[i]));
                    if (inode != null) {
                        inodes.put(inode.inode(), inode);
                    }
                }
            }
            return inodes;
        }

        private static @Nullable FileRecord inode(String number, Map<String, String> fields) {
            String mode = fields.get("core.mode");
            String size = fields.get("core.size");
            String time = fields.get("core.mtime.sec");
            String links = fields.getOrDefault("core.nlinkv2", fields.getOrDefault("core.onlink", "1"));
            if (mode == null || size == null || time == null) {
                return null;
            }
            int bits = Integer.parseInt(mode, 8);
            return new FileRecord(
                    RawPath.ROOT,
                    FileMode.kind(bits),
                    number,
                    Long.parseLong(links),
                    Long.parseLong(size),
                    seconds(time));
        }

        private static long seconds(String date) {
            try {
                return LocalDateTime.parse(date.replaceAll(" +", " ").strip(), DATE)
                        .atZone(ZoneId.systemDefault())
                        .toEpochSecond();
            } catch (DateTimeException e) {
                // Printed by the C library in a form of its own: the time is unknown, the file is not.
                return 0;
            }
        }

        void copy(FileRecord file, Place place, Path target) throws IOException {
            ReaderTool.Said said = run(List.of("inode " + file.inode(), "p core.realtime", "bmap"));
            if ("1".equals(fields(said.latin1()).get("core.realtime"))) {
                throw new IOException("it lies on the real-time device, which is not read");
            }
            if (said.failed() || !said.result().errorText().isEmpty()) {
                throw new IOException("xfs_db: " + said.complaint());
            }
            long block = Long.parseLong(String.valueOf(superblock.get("blocksize")));
            long groupBlocks = Long.parseLong(String.valueOf(superblock.get("agblocks")));
            try (FileChannel in = FileChannel.open(place.image(), StandardOpenOption.READ);
                    FileChannel out = FileChannel.open(
                            target,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.TRUNCATE_EXISTING)) {
                for (Matcher run = RUN.matcher(said.latin1()); run.find(); ) {
                    boolean unwritten = !run.group(5).equals("0");
                    long to = Long.parseLong(run.group(1)) * block;
                    long from = (Long.parseLong(run.group(2)) * groupBlocks + Long.parseLong(run.group(3))) * block;
                    long length = Math.min(Long.parseLong(run.group(4)) * block, file.size() - to);
                    if (!unwritten && length > 0) {
                        copy(in, place.offset() + from, out, to, length);
                    }
                }
                if (out.size() < file.size()) {
                    out.write(ByteBuffer.allocate(1), file.size() - 1);
                }
            }
        }

        private static void copy(FileChannel in, long from, FileChannel out, long to, long length) throws IOException {
            out.position(to);
            for (long done = 0; done < length; ) {
                long part = in.transferTo(from + done, length - done, out);
                if (part <= 0) {
                    throw new IOException("its blocks lie outside the image");
                }
                done += part;
            }
        }

        private static List<List<String>> parts(Set<String> all) {
            List<String> list = new ArrayList<>(all);
            List<List<String>> parts = new ArrayList<>();
            for (int at = 0; at < list.size(); at += AT_ONCE) {
                parts.add(list.subList(at, Math.min(list.size(), at + AT_ONCE)));
            }
            return parts;
        }
    }
}
