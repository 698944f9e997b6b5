package io.pureboot.controller.library.ingest;

import io.pureboot.controller.library.read.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A folder for what is needed only meanwhile; on the library's disk, so that contents are renamed, not copied. */
record WorkFolder(Path path) implements AutoCloseable {
    private static final String PREFIX = "work-";

    static WorkFolder below(Path root) throws IOException {
        return new WorkFolder(Files.createTempDirectory(root, PREFIX));
    }

    /** Removes what killed runs left; the caller holds the library's lock. */
    static void clearStale(LibraryFolder library) throws IOException {
        for (Path path : list(library.root(), name -> name.startsWith(PREFIX))) {
            new WorkFolder(path).close();
        }
        for (Path folder : List.of(library.raw(), library.archives())) {
            for (Path path : list(folder, name -> name.startsWith(".") && name.endsWith(LibraryFolder.PARTIAL))) {
                Files.delete(path);
            }
        }
    }

    private static List<Path> list(Path folder, Predicate<String> name) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(path -> name.test(path.getFileName().toString())).toList();
        }
    }

    @Override
    public void close() throws IOException {
        FolderTree.delete(path);
    }
}
