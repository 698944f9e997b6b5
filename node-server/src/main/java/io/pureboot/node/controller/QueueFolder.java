package io.pureboot.node.controller;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queue's files, one an update: {@code <sequence>.pending} with {@code endpoint|payload}. A file has its name only
 * once it is whole. One process at a time.
 */
final class QueueFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QueueFolder.class);

    private final Path folder;
    private final FileChannel lockFile;

    /** @throws IOException also when another node uses the folder, or when it belongs to another user */
    QueueFolder(Path folder) throws IOException {
        this.folder = folder;
        var onlyMine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(folder.toAbsolutePath().getParent());
            Files.createDirectory(folder, onlyMine);
        }
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(folder + " is no directory");
        }
        lockFile = FileChannel.open(
                folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        try {
            requireOwned();
            requireAlone();
        } catch (IOException e) {
            lockFile.close();
            throw e;
        }
    }

    private void requireOwned() throws IOException {
        // A file made just now shows who this process is; the folder of /tmp may have been laid out by anyone.
        if (!Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(folder.resolve("lock")))) {
            throw new IOException(folder + " belongs to another user");
        }
    }

    private void requireAlone() throws IOException {
        FileLock lock;
        try {
            lock = lockFile.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            throw new IOException(folder + " is in use by another node on this machine: give each its own --state");
        }
    }

    /** What earlier runs left, in order. Files that cannot be read are put aside and named in the log. */
    List<QueuedUpdate> load() throws IOException {
        List<QueuedUpdate> updates = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (name.endsWith(".tmp")) {
                    Files.delete(file);
                } else if (name.endsWith(".pending")) {
                    QueuedUpdate.parse(name, Files.readAllBytes(file))
                            .ifPresentOrElse(updates::add, () -> spoilt(file));
                }
            }
        }
        updates.sort(Comparator.comparingLong(QueuedUpdate::sequence));
        return updates;
    }

    /** Durable ones are on the medium when this returns; others survive the process, not a power cut. */
    void save(QueuedUpdate update, boolean durable) throws IOException {
        Path temporary = folder.resolve(update.sequence() + ".tmp");
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer content = ByteBuffer.wrap(update.content());
            while (content.hasRemaining()) {
                channel.write(content);
            }
            if (durable) {
                channel.force(true);
            }
        }
        Files.move(temporary, folder.resolve(update.fileName()), StandardCopyOption.ATOMIC_MOVE);
        if (durable) {
            try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
    }

    void delete(QueuedUpdate update) throws IOException {
        Files.deleteIfExists(folder.resolve(update.fileName()));
    }

    @Override
    public String toString() {
        return folder.toString();
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }

    private static void spoilt(Path file) {
        LOG.error("{} is no update that can be sent; it is kept as {}.spoilt", file, file);
        try {
            Files.move(file, file.resolveSibling(file.getFileName() + ".spoilt"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.error("cannot put {} aside", file, e);
        }
    }
}
