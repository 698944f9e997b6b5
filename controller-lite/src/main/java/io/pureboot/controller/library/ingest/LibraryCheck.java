package io.pureboot.controller.library.ingest;

import io.pureboot.controller.library.text.Reason;
import io.pureboot.controller.store.LibraryStore;
import io.pureboot.controller.store.LibraryStore.Medium;
import io.pureboot.controller.store.LibraryStore.Part;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether what the library says of a medium is so: records against its list, contents and archive read again. */
public final class LibraryCheck {
    private final LibraryFolder folder;
    private final LibraryStore store;
    private final ContentStore contents;
    private final Clock clock;

    public LibraryCheck(LibraryFolder folder, LibraryStore store, Clock clock) {
        this.folder = folder;
        this.store = store;
        this.contents = new ContentStore(folder.contents());
        this.clock = clock;
    }

    /** What is wrong with it; empty when all is well. */
    public List<String> problems(Medium medium) throws IOException {
        List<String> problems = new ArrayList<>();
        long names = 0;
        for (Part part : store.parts(medium.hash())) {
            long there = store.files().paths(medium.hash(), part.part());
            names += there;
            if (there != part.records()) {
                problems.add(
                        "p%s: %d names are recorded, %d were listed".formatted(part.part(), there, part.records()));
            }
            long stray = store.files().strayPaths(medium.hash(), part);
            if (stray > 0) {
                problems.add("p%s: %d names lack the partition's prefix".formatted(part.part(), stray));
            }
            if (part.status().equals("unread") || part.status().equals("incomplete")) {
                problems.add("p%s: %s, %s".formatted(part.part(), part.status(), part.reason()));
            }
        }
        checkList(medium, names, problems);
        for (String blob : store.files().blobs(medium.hash())) {
            String problem = contentProblem(blob);
            if (problem == null) {
                store.files().checked(blob, clock.instant());
            } else {
                problems.add("content %s %s".formatted(blob, problem));
            }
        }
        problems.addAll(archiveProblems(medium));
        return problems;
    }

    private @Nullable String contentProblem(String blob) {
        if (!contents.has(blob)) {
            return "is missing: ingest the image again, which copies it anew";
        }
        try {
            return contents.holds(blob)
                    ? null
                    : "is changed: remove %s and ingest the image again, which copies it anew"
                            .formatted(contents.pathOf(blob));
        } catch (IOException e) {
            return "cannot be read: " + Reason.of(e);
        }
    }

    private void checkList(Medium medium, long names, List<String> problems) throws IOException {
        Path raw = folder.raw().resolve(medium.hash() + ".raw");
        if (!Files.isRegularFile(raw)) {
            problems.add("the list %s is missing".formatted(raw));
            return;
        }
        long records = records(raw);
        if (records != names) {
            problems.add("%s has %d records, %d names are recorded".formatted(raw, records, names));
        }
    }

    // Piece by piece: the list of a large disk is larger than memory.
    private static long records(Path raw) throws IOException {
        long records = 0;
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(raw)) {
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                for (int i = 0; i < length; i++) {
                    records += buffer[i] == 0 ? 1 : 0;
                }
            }
        }
        return records;
    }

    private static String archiveAgain(Medium medium) {
        String image = medium.imagePath();
        return image != null && Files.isRegularFile(Path.of(image))
                ? "; move it elsewhere and ingest %s again, which archives it anew".formatted(image)
                : "; there is no other copy of the image here";
    }

    /** Reads the archive to its end. */
    public List<String> archiveProblems(Medium medium) {
        if (medium.archivePath() == null || medium.imageBlake3() == null) {
            return List.of("it is not archived");
        }
        try {
            String inside = new ImageArchive(folder.archives(), medium.hash()).hashInside(medium.hash());
            return inside.equals(medium.imageBlake3())
                    ? List.of()
                    : List.of("the image in %s is not the one that was archived%s"
                            .formatted(medium.archivePath(), archiveAgain(medium)));
        } catch (IOException e) {
            return List.of("the archive cannot be read: " + Reason.of(e) + archiveAgain(medium));
        }
    }
}
