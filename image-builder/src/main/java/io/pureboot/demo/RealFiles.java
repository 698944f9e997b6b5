package io.pureboot.demo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fills a folder with what real disks hold: this machine's own programs, libraries and documents (so the mix of sizes
 * and of compressible content is a real one), then links and odd names.
 */
final class RealFiles {
    private static final List<Path> PLACES = List.of(
            Path.of(System.getProperty("java.home")), Path.of("/usr/share"), Path.of("/usr/lib"), Path.of("/usr/bin"));

    private final Path folder;
    private long left;

    private RealFiles(Path folder, long bytes) {
        this.folder = folder;
        this.left = bytes;
    }

    /** Copies about {@code bytes} of files; takes them more than once when the machine has fewer. */
    static void fill(Path folder, long bytes) throws IOException {
        Files.createDirectories(folder);
        RealFiles files = new RealFiles(folder, bytes);
        for (int round = 0; files.left > 0; round++) {
            long before = files.left;
            for (Path place : PLACES) {
                files.copyTree(place, folder.resolve("round-" + round + place));
            }
            if (files.left == before) {
                throw new IOException("found no files to fill a disk with in " + PLACES);
            }
        }
        files.oddOnes();
    }

    private void copyTree(Path place, Path to) throws IOException {
        if (!Files.isDirectory(place)) {
            return;
        }
        Files.walkFileTree(place, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (left <= 0) {
                    return FileVisitResult.TERMINATE;
                }
                if (attributes.isRegularFile() && attributes.size() <= left) {
                    copy(file, to.resolve(place.relativize(file).toString()), attributes.size());
                } else if (attributes.isRegularFile()) {
                    left -= 4096; // nothing that fits is left soon
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException problem) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException problem) {
                return left <= 0 ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
            }
        });
    }

    private void copy(Path from, Path to, long size) throws IOException {
        Files.createDirectories(to.getParent());
        try {
            Files.copy(from, to);
            left -= Math.max(size, 4096);
        } catch (AccessDeniedException | NoSuchFileException e) {
            left -= 1; // not ours to read, or gone meanwhile: another will do
        }
    }

    private void oddOnes() throws IOException {
        Path odd = Files.createDirectories(folder.resolve("odd names"));
        Path first = Files.writeString(odd.resolve("Ünïcödé – 日本語.txt"), "names are bytes\n");
        Files.writeString(odd.resolve("line\nbreak"), "a newline in the name\n");
        Files.writeString(odd.resolve(" leading blank"), "");
        Files.createSymbolicLink(odd.resolve("symbolic link"), first.getFileName());
        Files.createLink(odd.resolve("hard link"), first);
    }

    /** A file that is one byte at its end and nothing before. */
    static void addSparse(Path file, long size) throws IOException {
        try (FileChannel sparse = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            sparse.write(ByteBuffer.wrap(new byte[] {1}), size - 1);
        }
    }
}
