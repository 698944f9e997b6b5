package io.pureboot.demo;

import io.pureboot.linux.process.CommandRunner;
import io.pureboot.protocol.ByteSize;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The two disks of a demo: the caller's own, or made for it.
 *
 * @param source read-only when a loop device
 */
record DemoDisks(Path source, Path target) {
    static final long SAMPLE_SIZE = 2L << 30;
    private static final long SAMPLE_FILES = 320L << 20;

    /** Looks at what the caller named and refuses what must not be used; nothing is changed. */
    static void check(@Nullable OwnDisk source, @Nullable OwnDisk target) throws IOException {
        if (source != null && target != null && source.sameAs(target)) {
            throw new RefusedException("--source and --target are the same disk: " + source.path());
        }
        long needed = source == null ? SAMPLE_SIZE : source.size();
        if (target != null && target.size() < needed) {
            throw new RefusedException("--target " + target.path() + " is too small: it has " + target.size()
                    + " bytes (" + ByteSize.human(target.size()) + "), the source has " + needed + " ("
                    + ByteSize.human(needed) + ")");
        }
    }

    static DemoDisks prepare(
            CommandRunner runner, Workspace workspace, @Nullable OwnDisk source, @Nullable OwnDisk target)
            throws IOException {
        Path from = source == null
                ? workspace
                        .attach(new SampleDisk(runner, workspace).make("source.img", SAMPLE_SIZE, SAMPLE_FILES), true)
                        .device()
                : device(workspace, source, true);
        Path to = target == null
                ? workspace
                        .attach(
                                empty(workspace.file("target.img"), source == null ? SAMPLE_SIZE : source.size()),
                                false)
                        .device()
                : device(workspace, target, false);
        return new DemoDisks(from, to);
    }

    private static Path device(Workspace workspace, OwnDisk disk, boolean readOnly) throws IOException {
        return disk.blockDevice()
                ? disk.path()
                : workspace.attach(disk.path(), readOnly).device();
    }

    private static Path empty(Path file, long size) throws IOException {
        long room = Files.getFileStore(file.getParent()).getUsableSpace();
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(size);
        }
        if (room < size / 8) {
            throw new RefusedException("there is too little room in " + file.getParent() + " for a target of "
                    + ByteSize.human(size) + "; name one with --target");
        }
        return file;
    }
}
