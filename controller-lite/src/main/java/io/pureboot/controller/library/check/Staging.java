package io.pureboot.controller.library.check;

import io.pureboot.controller.library.text.Reason;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The folder of one archive below the staging folder: what is made in it, and what is cleared away. */
final class Staging {
    private static final String PARTIAL = ".partial";
    /** The attribute that tells one mounted file system from another. */
    static final String DEVICE = "unix:dev";
    /** Below the staging folder: the folders of the archives. */
    static final String KEPT = "tmp";

    private final Path folder;
    private final DiskSpace space;

    Staging(Path staging, String hash, DiskSpace space) {
        this.folder = staging.resolve(KEPT).resolve(hash);
        this.space = space;
    }

    static boolean isImage(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(".img");
    }

    /** The temporary name of a file. */
    static Path partialOf(Path target) {
        return target.resolveSibling("." + target.getFileName() + PARTIAL);
    }

    /** Whether a file is an unfinished image by its name. */
    static boolean isPartial(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith(".")
                && name.endsWith(PARTIAL)
                && isImage(name.substring(0, name.length() - PARTIAL.length()));
    }

    Path folder() {
        return folder;
    }

    Path imagePath(String safeName) {
        return folder.resolve(safeName);
    }

    /** Opens an image for writing; one that is there already, of that size, is compared unless it differed before. */
    KeptImage open(String safeName, long size, boolean anew) throws IOException {
        Path target = imagePath(safeName);
        makeFolders(target);
        if (!anew && Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS) && Files.size(target) == size) {
            return new ImageAlreadyThere(target);
        }
        return new NewImage(target, size, space);
    }

    // Never through a link: an archive's names decide where this writes.
    private void makeFolders(Path target) throws StagingException {
        Path parent = target.getParent();
        try {
            Files.createDirectories(folder.getParent());
            Path at = folder;
            makeFolder(at);
            for (Path part : folder.relativize(parent)) {
                if (!part.toString().isEmpty()) {
                    at = at.resolve(part);
                    makeFolder(at);
                }
            }
        } catch (IOException e) {
            throw new StagingException(parent + " cannot be made: " + Reason.of(e), e);
        }
    }

    private static void makeFolder(Path path) throws IOException {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(path);
        }
    }

    /** Removes an image that is not to be kept. */
    void remove(String safeName) throws IOException {
        Path image = imagePath(safeName);
        if (Files.isRegularFile(image, LinkOption.NOFOLLOW_LINKS)) {
            Files.delete(image);
        }
    }

    /**
     * Removes everything that is no image, and folders left empty; the number of files removed.
     *
     * @throws StagingException when something cannot be removed, or is mounted there: that is not ours
     */
    int clear() throws StagingException {
        try {
            return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) ? clearFolder() : 0;
        } catch (StagingException e) {
            throw e;
        } catch (IOException e) {
            throw new StagingException("%s cannot be cleared: %s".formatted(folder, Reason.of(e)), e);
        }
    }

    private int clearFolder() throws IOException {
        Object device = Files.getAttribute(folder.getParent(), DEVICE);
        int[] removed = {0};
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) throws IOException {
                if (!Files.getAttribute(dir, DEVICE).equals(device)) {
                    throw new StagingException(
                            "%s cannot be cleared: something is mounted at %s, unmount it".formatted(folder, dir),
                            null);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!attributes.isRegularFile() || !isImage(file.getFileName().toString())) {
                    Files.delete(file);
                    removed[0]++;
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException e) throws IOException {
                try (var left = Files.newDirectoryStream(dir)) {
                    if (!left.iterator().hasNext()) {
                        Files.delete(dir);
                    }
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return removed[0];
    }
}
