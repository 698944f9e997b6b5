package io.pureboot.controller.library.ingest;

import io.pureboot.controller.library.text.Reason;
import io.pureboot.controller.store.LibraryStore.Medium;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The image that a known medium is recorded with, and whether another file may be taken for it: disks cloned from one
 * begin and end alike, and a rescue goes on in the same file.
 *
 * @param read whether anything is recorded of what is in it
 * @param archive where its archive is, if there is one
 */
record RecordedImage(Medium medium, boolean read, Path archive) {
    /** What becomes of the records. */
    enum Standing {
        /** It is that image: what is recorded of it holds. */
        SAME,
        /** It takes the place of that image: what is recorded is forgotten, all is read again. */
        INSTEAD
    }

    /** @throws IOException when it cannot be that image by its size */
    void requireSize(Path file, long size) throws IOException {
        if (kept() && medium.imageBytes() != size) {
            throw new IOException(
                    ("medium %s is recorded with %d bytes, %s has %d: not the same image: to have it as a medium of"
                                    + " its own, call it %s.img and ingest that")
                            .formatted(
                                    medium.hash(),
                                    medium.imageBytes(),
                                    file,
                                    size,
                                    ContentStore.hash(file).substring(0, 32)));
        }
    }

    /**
     * What the file is to these records. It is never taken for the image unread: only bytes that are the same tell.
     *
     * @param blake3 the file's
     * @throws IOException when it is not that image, or cannot be told from it, with what to do
     */
    Standing standing(MediumIdentity identity, Path file, String blake3) throws IOException {
        if (!kept()) {
            return Standing.INSTEAD;
        }
        String doubt;
        try {
            if (blake3.equals(recordedHash(file))) {
                return Standing.SAME;
            }
            doubt = medium.imageBlake3() != null || elsewhere(file)
                    ? "is not the same image"
                    : "may be another: which bytes that image had is not known";
        } catch (IOException e) {
            doubt = "may be another: %s cannot be read now (%s)".formatted(medium.imagePath(), Reason.of(e));
        }
        if (standsForIt(identity, file)) {
            return Standing.INSTEAD;
        }
        throw new IOException(refusal(file, blake3, doubt));
    }

    /** A name that is the medium's hash says whose image it is: in the place of the earlier one it stands for it. */
    private boolean standsForIt(MediumIdentity identity, Path file) {
        return identity.named() && !archived() && !elsewhere(file) && inItsPlace(file);
    }

    // Of an image that changed while it was read nothing is: another one may take its place.
    private boolean kept() {
        return read || medium.imageBlake3() != null;
    }

    private @Nullable String recordedHash(Path file) throws IOException {
        String recorded = medium.imageBlake3();
        return recorded != null || !elsewhere(file)
                ? recorded
                : ContentStore.hash(Path.of(String.valueOf(medium.imagePath())));
    }

    /** Whether the earlier image is another file, and still there. */
    private boolean elsewhere(Path file) {
        String before = medium.imagePath();
        return before != null && !Path.of(before).equals(file) && Files.isRegularFile(Path.of(before));
    }

    private boolean archived() {
        return Files.exists(archive, LinkOption.NOFOLLOW_LINKS);
    }

    private boolean inItsPlace(Path file) {
        String before = medium.imagePath();
        // Of one that was cleaned away only the archive is left, which may be on a disk that is not mounted now.
        return before != null && (Path.of(before).equals(file) || place().equals(file));
    }

    private Path place() {
        return Path.of(String.valueOf(medium.imagePath())).resolveSibling(medium.hash() + ".img");
    }

    private String refusal(Path file, String blake3, String doubt) {
        String before = medium.imagePath();
        String refusal = ("medium %s is recorded with an image of that size (%s), %s %s: to have it as a medium of its"
                        + " own, call it %s.img and ingest that")
                .formatted(
                        medium.hash(),
                        before == null ? medium.archivePath() : before,
                        file,
                        doubt,
                        blake3.substring(0, 32));
        if (before == null) {
            return refusal;
        }
        StringBuilder steps = new StringBuilder();
        if (archived()) {
            steps.append("move %s elsewhere, ".formatted(archive));
        }
        if (elsewhere(file)) {
            steps.append("move %s elsewhere, ".formatted(before));
        }
        return refusal
                + "; if it is of this medium and to stand in the place of the other, %scall it %s and ingest that"
                        .formatted(steps, place());
    }
}
