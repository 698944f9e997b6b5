package io.pureboot.controller.library.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the library is on a disk: {@code library.db}, lists in {@code raw}, contents in {@code by-hash}, images in
 * {@code archives}.
 */
public record LibraryFolder(Path root) {
    /** What the name of a list or archive that is being written ends in; it begins with a dot. */
    static final String PARTIAL = ".partial";

    public static final String DEFAULT = "/opt/pureboot/library";

    /** Where a file is written until it is whole. */
    static Path partialOf(Path target) {
        return target.resolveSibling("." + target.getFileName() + PARTIAL);
    }

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
