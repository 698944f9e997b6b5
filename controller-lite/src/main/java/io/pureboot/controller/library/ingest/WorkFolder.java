package io.pureboot.controller.library.ingest;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A folder for what is needed only meanwhile; on the library's disk, so that contents are renamed, not copied. */
record WorkFolder(Path path) implements AutoCloseable {
    private static final String PREFIX = "work-";

    static WorkFolder below(Path root) throws IOException {
        return new WorkFolder(Files.createTempDirectory(root, PREFIX));
    }

    /** Removes what killed runs left. */
    static void clearStale(Path root) throws IOException {
        List<Path> stale;
        try (Stream<Path> all = Files.list(root)) {
            stale = all.filter(path -> path.getFileName().toString().startsWith(PREFIX))
                    .toList();
        }
        for (Path path : stale) {
            new WorkFolder(path).close();
        }
    }

    @Override
    public void close() throws IOException {
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException e) throws IOException {
                Files.delete(dir);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
