package io.pureboot.controller.library.read;

import io.pureboot.linux.process.CommandRunner;
import io.pureboot.linux.process.CommandTimeoutException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code xfs_db} of xfsprogs, read-only: names, inodes and block maps; the blocks are read from the image. */
public final class XfsReader implements FileSystemReader {
    private static final Pattern RUN =
            Pattern.compile("(?m)^data offset (\\d+) startblock \\d+ \\((\\d+)/(\\d+)\\) count (\\d+) flag (\\d+)$");
    /** What of an inode tells where its content is. */
    private static final List<String> MAP = List.of("p core.realtime", "p core.nextents", "bmap");
    /** Bytes of a file whose map is asked for together with others': it cannot be long. */
    private static final long SMALL = 1 << 20;

    /** No inode: there is no such quota. */
    private static final Set<String> NONE = Set.of("0", "null");

    /** For what is asked of some inodes at once, and of one: on damaged ones xfs_db may never end. */
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final CommandRunner runner;
    private final Duration limit;

    public XfsReader(CommandRunner runner) {
        this(runner, LIMIT);
    }

    XfsReader(CommandRunner runner, Duration limit) {
        this.runner = runner;
        this.limit = limit;
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
            Session session = new Session(new ReaderTool(runner, work), device.path(), limit);
            List<FileRecord> files = session.files();
            opened = true;
            return new Listed(files, session.gaps) {
                @Override
                public void expect(List<FileRecord> next) {
                    session.expect(next);
                }

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

    /**
     * A run of blocks.
     *
     * @param to byte of the file
     * @param from byte of the file system
     * @param length bytes
     */
    private record Extent(long to, long from, long length) {}

    private static final class Session {
        private final XfsDb db;
        private final List<String> gaps = new ArrayList<>();
        private final Map<String, String> superblock;
        private final boolean clean;
        private Map<String, String> expected = Map.of();

        Session(ReaderTool tool, String device, Duration limit) throws IOException {
            db = new XfsDb(tool, device, limit);
            ReaderTool.Said said = db.run(List.of(
                    "sb 0", "p rootino blocksize agblocks icount ifree rbmino rsumino uquotino gquotino pquotino"));
            superblock = XfsDb.fields(said.latin1());
            if (Digits.of(superblock.get("rootino")) < 0
                    || Digits.of(superblock.get("blocksize")) < 512
                    || Digits.of(superblock.get("agblocks")) < 1) {
                throw new IOException("xfs_db: " + said.complaint());
            }
            ReaderTool.Said log = tool.run("xfs_logprint", "-t", device);
            String state = log.latin1();
            boolean dirty = state.contains("<DIRTY>");
            clean = !log.failed() && !dirty && state.contains("<CLEAN>");
            if (dirty) {
                gaps.add("it was not unmounted: its log is not replayed");
            } else if (!clean) {
                gaps.add("whether its log is replayed is not known: " + log.complaint());
            }
        }

        List<FileRecord> files() throws IOException {
            XfsTree tree = new XfsTree(db, gaps);
            List<FileRecord> files = tree.files(String.valueOf(superblock.get("rootino")));
            long used = Digits.of(superblock.get("icount")) - Digits.of(superblock.get("ifree"));
            long own = List.of("rbmino", "rsumino", "uquotino", "gquotino", "pquotino").stream()
                    .map(name -> superblock.getOrDefault(name, "null"))
                    .filter(inode -> !NONE.contains(inode))
                    .distinct()
                    .count();
            // Only a log that was replayed makes the count right.
            if (clean && used - own > tree.count()) {
                gaps.add("it counts %d files and folders, %d are listed".formatted(used - own, tree.count()));
            }
            return files;
        }

        void expect(List<FileRecord> next) {
            List<String> small = next.stream()
                    .filter(file -> file.size() <= SMALL)
                    .map(FileRecord::inode)
                    .toList();
            expected = small.size() < 2 ? Map.of() : db.askSound(small, MAP);
        }

        void copy(FileRecord file, Place place, Path target) throws IOException {
            String map = expected.get(file.inode());
            if (map == null) {
                map = map(file);
            }
            Map<String, String> fields = XfsDb.fields(map);
            requireNotRealTime(fields);
            long block = Digits.of(superblock.get("blocksize"));
            long groupBlocks = Digits.of(superblock.get("agblocks"));
            try (FileChannel in = FileChannel.open(place.image(), StandardOpenOption.READ);
                    FileChannel out = FileChannel.open(
                            target,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.TRUNCATE_EXISTING)) {
                long runs = 0;
                for (Matcher run = RUN.matcher(map); run.find(); runs++) {
                    Extent extent = extent(run, block, groupBlocks);
                    boolean unwritten = !run.group(5).equals("0");
                    long length = Math.min(extent.length(), file.size() - extent.to());
                    if (!unwritten && length > 0) {
                        if (extent.from() > place.length() - length) {
                            throw new IOException("its blocks lie outside the file system");
                        }
                        copy(in, place.offset() + extent.from(), out, extent.to(), length);
                    }
                }
                // What is not printed would be taken for a hole.
                long recorded = Digits.of(fields.get("core.nextents"));
                if (recorded < 0) {
                    throw new IOException("its map of blocks is damaged: how many extents it has is not told");
                }
                if (runs != recorded) {
                    throw new IOException("%d of its %d extents are found".formatted(runs, recorded));
                }
                if (out.size() < file.size()) {
                    out.write(ByteBuffer.allocate(1), file.size() - 1);
                }
            }
        }

        private static Extent extent(Matcher run, long block, long groupBlocks) throws IOException {
            try {
                long start = Math.multiplyExact(Digits.of(run.group(2)), groupBlocks);
                Extent extent = new Extent(
                        Math.multiplyExact(Digits.of(run.group(1)), block),
                        Math.multiplyExact(Math.addExact(start, Digits.of(run.group(3))), block),
                        Math.multiplyExact(Digits.of(run.group(4)), block));
                if (extent.to() >= 0 && extent.from() >= 0 && extent.length() >= 0) {
                    return extent;
                }
            } catch (ArithmeticException e) {
                // Damaged numbers lead beyond all that can be.
            }
            throw new IOException("its map of blocks is damaged");
        }

        private String map(FileRecord file) throws IOException {
            List<String> commands = new ArrayList<>(List.of("inode " + file.inode()));
            commands.addAll(MAP);
            ReaderTool.Said said;
            try {
                said = db.run(commands);
            } catch (CommandTimeoutException e) {
                // Such a map leads xfs_db round in a circle.
                throw new IOException("its map of blocks is damaged: " + db.endless(), e);
            }
            requireNotRealTime(XfsDb.fields(said.latin1()));
            if (said.failed() || !said.result().errorText().isEmpty()) {
                throw new IOException("xfs_db: " + said.complaint());
            }
            return said.latin1();
        }

        private static void requireNotRealTime(Map<String, String> fields) throws IOException {
            if ("1".equals(fields.get("core.realtime"))) {
                throw new IOException("it lies on the real-time device, which is not read");
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
