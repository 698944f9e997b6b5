package io.pureboot.image;

import io.pureboot.demo.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/**
 * Finished parts of images by what they were made from. A part appears whole or not at all; of each kind the newest is
 * kept. Used by one process at a time: {@link ImageBuild} holds a lock.
 */
final class PartCache {
    private final Path folder;

    PartCache(Path folder) {
        this.folder = folder;
    }

    /** Makes a part in the folder it is given. */
    interface Maker {
        void make(Path folder) throws IOException;
    }

    /** The folder of a part, made now when there is none of this fingerprint. */
    Path get(String kind, Fingerprint inputs, Maker maker) throws IOException {
        Path part = folder.resolve(kind + "-" + inputs.hex().substring(0, 16));
        if (Files.isDirectory(part)) {
            return part;
        }
        drop(kind + "-");
        Path fresh = folder.resolve("." + kind + ".fresh");
        if (Files.exists(fresh)) {
            Folders.delete(fresh);
        }
        Files.createDirectories(fresh);
        maker.make(fresh);
        return Files.move(fresh, part, StandardCopyOption.ATOMIC_MOVE);
    }

    private void drop(String prefix) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> parts = Files.list(folder)) {
            for (Path old : parts.filter(p -> p.getFileName().toString().startsWith(prefix))
                    .toList()) {
                Folders.delete(old);
            }
        }
    }
}
