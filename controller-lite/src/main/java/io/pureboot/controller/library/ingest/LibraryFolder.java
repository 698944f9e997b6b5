package io.pureboot.controller.library.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the library is on a disk: {@code library.db}, lists in {@code raw}, contents in {@code by-hash}, images in
 * {@code archives}.
 */
public record LibraryFolder(Path root) {
    public static final String DEFAULT = "/opt/pureboot/library";

    /** Makes what is missing. */
    public LibraryFolder made() throws IOException {
        Files.createDirectories(raw());
        Files.createDirectories(contents());
        Files.createDirectories(archives());
        return this;
    }

    public Path database() {
        return root.resolve("library.db");
    }

    public Path raw() {
        return root.resolve("raw");
    }

    public Path contents() {
        return root.resolve("by-hash");
    }

    public Path archives() {
        return root.resolve("archives");
    }
}
