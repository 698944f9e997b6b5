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
        private final PathBudget budget = new PathBudget();
        private final Map<String, String> superblock;

        Session(ReaderTool tool, String device) throws IOException {
            this.tool = tool;
            this.device = device;
            ReaderTool.Said said = run(List.of("sb 0", "p rootino blocksize agblocks"));
            superblock = fields(said.latin1());
            if (Digits.of(superblock.get("rootino")) < 0
                    || Digits.of(superblock.get("blocksize")) < 512
                    || Digits.of(superblock.get("agblocks")) < 1) {
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
                String list, RawPath folder, Map<RawPath, String> names, Map<String, RawPath> below, Set<String> seen)
                throws IOException {
            Matcher entry = ENTRY.matcher(list);
            boolean any = false;
            for (int at = 0; entry.find(at); ) {
                any = true;
                int end = (int) Math.min(list.length(), entry.end() + Math.max(0, Digits.of(entry.group(2))));
                String name = list.substring(entry.end(), end);
                at = end;
                if (name.equals(".") || name.equals("..")) {
                    continue;
                }
                RawPath path = folder.child(name);
                budget.take(path);
                names.put(path, entry.group(1));
                if (entry.group().contains(" directory ") && seen.add(entry.group(1))) {
                    PathBudget.enter(path, entry.group(1), below, gaps);
                }
            }
            if (!any) {
                gaps.add("the folder %s cannot be read".formatted(folder.text()));
            }
        }

        Map<String, FileRecord> inodes(Map<RawPath, String> names) throws IOException {
            Map<String, FileRecord> inodes = new HashMap<>();
            for (List<String> some : Batches.of(new HashSet<>(names.values()), AT_ONCE)) {
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
            String mode = fields.getOrDefault("core.mode", "");
            long size = Digits.of(fields.get("core.size"));
            String time = fields.get("core.mtime.sec");
            long links = Digits.of(fields.getOrDefault("core.nlinkv2", fields.getOrDefault("core.onlink", "1")));
            if (!mode.matches("[0-7]{1,7}") || size < 0 || time == null) {
                return null;
            }
            char kind = FileMode.kind(Integer.parseInt(mode, 8));
            return new FileRecord(RawPath.ROOT, kind, number, Math.max(1, links), size, seconds(time));
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
            long block = Digits.of(superblock.get("blocksize"));
            long groupBlocks = Digits.of(superblock.get("agblocks"));
            try (FileChannel in = FileChannel.open(place.image(), StandardOpenOption.READ);
                    FileChannel out = FileChannel.open(
                            target,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.TRUNCATE_EXISTING)) {
                for (Matcher run = RUN.matcher(said.latin1()); run.find(); ) {
                    boolean unwritten = !run.group(5).equals("0");
                    long to = Math.multiplyExact(Digits.of(run.group(1)), block);
                    long start = Math.multiplyExact(Digits.of(run.group(2)), groupBlocks);
                    long from = Math.multiplyExact(Math.addExact(start, Digits.of(run.group(3))), block);
                    long length = Math.min(Math.multiplyExact(Digits.of(run.group(4)), block), file.size() - to);
                    if (!unwritten && length > 0) {
                        if (to < 0 || from < 0 || from > place.length() - length) {
                            throw new IOException("its blocks lie outside the file system");
                        }
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
    }
}
