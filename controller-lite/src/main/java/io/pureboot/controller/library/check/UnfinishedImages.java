package io.pureboot.controller.library.check;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** What killed runs left of the images they wrote. It takes room that the next run may not even start without. */
final class UnfinishedImages {
    private UnfinishedImages() {}

    /**
     * Removes them; the caller holds the lock, so that nobody writes one. Folders that are links, or where something
     * else is mounted, are left alone.
     *
     * @return the files that were removed
     */
    static List<Path> remove(Path staging) throws IOException {
        List<Path> removed = new ArrayList<>();
        if (!Files.isDirectory(staging.resolve(Staging.KEPT))) {
            return removed;
        }
        // The folder itself may be a link to another disk: images are written there, too.
        Path kept = staging.resolve(Staging.KEPT).toRealPath();
        Object device = Files.getAttribute(kept, Staging.DEVICE);
        Files.walkFileTree(kept, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) throws IOException {
                return Files.getAttribute(dir, Staging.DEVICE).equals(device)
                        ? FileVisitResult.CONTINUE
                        : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile() && Staging.isPartial(file)) {
                    Files.delete(file);
                    removed.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return removed;
    }
}
