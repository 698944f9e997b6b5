package io.pureboot.controller.library.check;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Held while a check runs; the kernel lets it go when the process ends, however it ends. */
final class InstanceLock implements AutoCloseable {
    private static final String NAME = ".multipart-check.lock";

    private final FileChannel channel;

    private InstanceLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Empty when another check runs on the same staging folder. */
    static Optional<InstanceLock> take(Path staging) throws IOException {
        Files.createDirectories(staging);
        FileChannel channel =
                FileChannel.open(staging.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return Optional.of(new InstanceLock(channel));
            }
        } catch (OverlappingFileLockException e) {
            // Another run in this very process; said as for another process.
        }
        channel.close();
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
