package io.pureboot.controller.library.ingest;

import io.pureboot.controller.library.check.InstanceLock;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

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

    /** Gives a file that is whole its name: it is there also after a power cut. */
    static void publish(Path partial, Path target) throws IOException {
        try (FileChannel file = FileChannel.open(partial, StandardOpenOption.WRITE)) {
            file.force(true);
        }
        Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel entries = FileChannel.open(target.getParent(), StandardOpenOption.READ)) {
            entries.force(true);
        }
    }

    /** The lock of whoever changes the library; empty while another one holds it. */
    public Optional<InstanceLock> lock() throws IOException {
        return InstanceLock.take(root, ".ingest.lock");
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
