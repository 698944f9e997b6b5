package io.pureboot.linux.block;

import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.CommandRunner;
import io.pureboot.linux.process.ProcessCommandRunner;
import io.pureboot.testing.Prerequisites;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A loop device of one test, detached when closed. Attached with partition scanning, without which a kernel keeps stale
 * partitions from one file to the next.
 */
public final class LoopDevice implements AutoCloseable {
    private static final CommandRunner RUNNER = new ProcessCommandRunner();

    private final Path path;
    private final Path file;
    private boolean attached = true;

    private LoopDevice(Path path, Path file) {
        this.path = path;
        this.file = file;
    }

    /** Makes a sparse file of {@code size} bytes (an existing one is emptied) and attaches it. */
    public static LoopDevice create(Path file, long size, int sectorSize) throws IOException {
        Files.deleteIfExists(file);
        try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
            made.setLength(size);
        }
        return attach(file, sectorSize);
    }

    /** Attaches an existing file with 512-byte sectors. */
    public static LoopDevice attach(Path file) throws IOException {
        return attach(file, 512);
    }

    public static LoopDevice attach(Path file, int sectorSize) throws IOException {
        Prerequisites.requireLoop();
        String device = RUNNER.run(Command.of(
                        "losetup", "-P", "-f", "--show", "-b", Integer.toString(sectorSize), file.toString()))
                .orThrow()
                .text()
                .strip();
        LoopDevice loop = new LoopDevice(Path.of(device), file);
        loop.dropPartitions();
        // the kernel remembers an earlier user's 'blockdev --setro' of this loop number
        RUNNER.run(Command.of("blockdev", "--setrw", device)).orThrow();
        return loop;
    }

    /** Attaches read-only. */
    public static LoopDevice attachReadOnly(Path file) throws IOException {
        Prerequisites.requireLoop();
        String device = RUNNER.run(Command.of("losetup", "-P", "-r", "-f", "--show", file.toString()))
                .orThrow()
                .text()
                .strip();
        return new LoopDevice(Path.of(device), file);
    }

    /** {@code /dev/loop3}. */
    public Path path() {
        return path;
    }

    /** {@code loop3}. */
    public String name() {
        return path.getFileName().toString();
    }

    public Path file() {
        return file;
    }

    /** {@code /dev/loop3p1}. */
    public Path partition(int number) {
        return Path.of(path + "p" + number);
    }

    /** Grows the file and lets the kernel take the new size. */
    public void grow(long newSize) throws IOException {
        try (RandomAccessFile grown = new RandomAccessFile(file.toFile(), "rw")) {
            grown.setLength(newSize);
        }
        RUNNER.run(Command.of("losetup", "-c", path.toString())).orThrow();
    }

    /** Makes the kernel know the partitions of the table on the device. */
    public void showPartitions() throws IOException {
        dropPartitions();
        RUNNER.run(Command.of("partx", "-a", path.toString())).orThrow();
    }

    /** What an earlier user of this loop number may have left. */
    private void dropPartitions() throws IOException {
        boolean some;
        try (var entries = Files.list(Path.of("/sys/block", name()))) {
            some = entries.anyMatch(entry -> entry.getFileName().toString().startsWith(name() + "p"));
        }
        if (some) {
            RUNNER.run(Command.of("partx", "-d", path.toString()));
        }
    }

    @Override
    public void close() throws IOException {
        if (!attached) {
            return;
        }
        attached = false;
        if (!backing().equals(file.toRealPath())) {
            return; // detached by the test itself, and the number may be somebody else's by now
        }
        dropPartitions();
        RUNNER.run(Command.of("blockdev", "--setrw", path.toString()));
        RUNNER.run(Command.of("losetup", "-d", path.toString())).orThrow();
    }

    private Path backing() throws IOException {
        Path entry = Path.of("/sys/block", name(), "loop/backing_file");
        if (!Files.exists(entry)) {
            return Path.of("/");
        }
        return Path.of(Files.readString(entry).strip());
    }
}
