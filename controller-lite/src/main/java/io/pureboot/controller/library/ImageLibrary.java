package io.pureboot.controller.library;

import io.pureboot.controller.library.ingest.LibraryFolder;
import io.pureboot.controller.store.Database;
import io.pureboot.controller.store.LibraryFiles.Count;
import io.pureboot.controller.store.LibraryStore;
import io.pureboot.controller.store.LibraryStore.Medium;
import io.pureboot.controller.store.LibraryStore.Part;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The library as the controller shows it. The library's own commands write it, as processes of their own; until one
 * has made it, there are no images.
 */
public final class ImageLibrary {
    private final LibraryFolder folder;

    public ImageLibrary(LibraryFolder folder) {
        this.folder = folder;
    }

    /**
     * An image.
     *
     * @param status listed, copied, archived or cleaned
     * @param health ok, incomplete, corrupt or failed, as its ddrescue map says; null without one
     * @param rescuedBytes of the medium were read when the image was taken; null without a map
     */
    public record Image(
            String id,
            String name,
            Instant addedAt,
            String status,
            long sizeBytes,
            String table,
            int sectorSize,
            @Nullable String archive,
            @Nullable Long archiveBytes,
            @Nullable String message,
            @Nullable String health,
            @Nullable Long rescuedBytes,
            List<Partition> partitions) {}

    /**
     * A partition of an image, a volume in one, or the whole disk.
     *
     * @param part {@code 3}, {@code 2/vg0/root}, or {@code 0} for the whole disk
     * @param startBytes -1 when it does not plainly lie in the image
     * @param sizeBytes -1 when unknown
     * @param status read, incomplete, unread, or none where no files belong
     * @param files regular files, each once however many names it has
     */
    public record Partition(
            String part,
            long startBytes,
            long sizeBytes,
            @Nullable String type,
            @Nullable String filesystem,
            @Nullable String label,
            String status,
            @Nullable String reader,
            @Nullable String reason,
            long files,
            long filesCopied,
            long filesBytes) {}

    /** All images, the oldest first. */
    public List<Image> all() throws IOException {
        if (!Files.isRegularFile(folder.database())) {
            return List.of();
        }
        try (Database database = Database.openLibrary(folder.database())) {
            LibraryStore store = new LibraryStore(database);
            return store.media().stream().map(medium -> image(store, medium)).toList();
        }
    }

    /** One image. */
    public Image get(String id) throws IOException {
        return all().stream()
                .filter(image -> image.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "There is no image " + id + "."));
    }

    private static Image image(LibraryStore store, Medium medium) {
        return new Image(
                medium.hash(),
                medium.human(),
                medium.addedAt(),
                medium.status(),
                medium.imageBytes(),
                medium.table(),
                medium.sectorSize(),
                medium.archivePath(),
                medium.archiveBytes(),
                medium.message(),
                medium.health(),
                medium.rescuedBytes(),
                store.parts(medium.hash()).stream()
                        .map(part -> partition(part, store.files().count(medium.hash(), part.part())))
                        .toList());
    }

    private static Partition partition(Part part, Count count) {
        return new Partition(
                part.part(),
                part.startBytes(),
                part.sizeBytes(),
                part.typeName(),
                part.fsType(),
                part.label(),
                part.status(),
                part.reader(),
                part.reason(),
                count.files(),
                count.copied(),
                count.bytes());
    }
}
