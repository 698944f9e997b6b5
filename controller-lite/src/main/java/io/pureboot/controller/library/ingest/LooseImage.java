package io.pureboot.controller.library.ingest;

import io.pureboot.controller.store.LibraryStore;
import io.pureboot.controller.store.LibraryStore.Medium;
import io.pureboot.controller.store.LibraryStore.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The image file of a medium, and when it may go: when all of it is elsewhere, and that was read just now. */
public final class LooseImage {
    private final LibraryStore store;
    private final LibraryCheck check;

    public LooseImage(LibraryStore store, LibraryCheck check) {
        this.store = store;
        this.check = check;
    }

    /**
     * Why it must stay; empty when it may go. Reads the archive and the image.
     *
     * @param unreadToo go although a partition could not be read: its bytes are in the archive
     */
    public List<String> reasonsToStay(Medium medium, boolean unreadToo) throws IOException {
        List<String> reasons = new ArrayList<>();
        Path image = Path.of(String.valueOf(medium.imagePath()));
        if (!image.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".img")
                || !Files.isRegularFile(image, LinkOption.NOFOLLOW_LINKS)) {
            return List.of("%s is no image file".formatted(image));
        }
        for (Part part : store.parts(medium.hash())) {
            boolean unread = part.status().equals("unread") || part.status().equals("incomplete");
            if (unread && !unreadToo) {
                reasons.add("p%s is %s: %s".formatted(part.part(), part.status(), part.reason()));
            }
        }
        if (reasons.isEmpty()) {
            reasons.addAll(check.archiveProblems(medium));
        }
        if (reasons.isEmpty() && !ContentStore.hash(image).equals(medium.imageBlake3())) {
            reasons.add("%s is not what was archived".formatted(image));
        }
        return reasons;
    }

    /** Removes the image, and the folder the check made for it when that is empty then. */
    public void remove(Medium medium) throws IOException {
        Path image = Path.of(String.valueOf(medium.imagePath()));
        Files.delete(image);
        store.cleaned(medium.hash());
        Path parent = java.util.Objects.requireNonNull(image.getParent());
        if (parent.getParent() == null || !parent.getParent().endsWith("tmp")) {
            return;
        }
        try (var left = Files.newDirectoryStream(parent)) {
            if (left.iterator().hasNext()) {
                return;
            }
        }
        Files.delete(parent);
    }
}
