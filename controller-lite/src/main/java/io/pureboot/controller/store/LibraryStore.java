package io.pureboot.controller.store;

import com.fasterxml.jackson.databind.JavaType;
import io.pureboot.protocol.ProtocolJson;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Images of old archives: media and their partitions; {@link LibraryFiles} has what is on these. */
public final class LibraryStore {
    private static final JavaType DIAGNOSTICS =
            ProtocolJson.mapper().getTypeFactory().constructCollectionType(List.class, Map.class);

    private final Database database;
    private final LibraryFiles files;

    public LibraryStore(Database database) {
        this.database = database;
        this.files = new LibraryFiles(database);
    }

    /** What is on the media's partitions. */
    public LibraryFiles files() {
        return files;
    }

    /**
     * A medium.
     *
     * @param hash 32 hex digits
     * @param human its name for people
     * @param status {@code listed}, {@code copied}, {@code archived} or {@code cleaned}, as far as it got
     * @param imagePath where the loose image was seen last, or null once it is removed
     * @param archivePath the {@code .tar.zst} it is in, or null before
     * @param imageBlake3 of the whole image that what is recorded was read from; null when it is not known
     * @param health {@code ok}, {@code incomplete}, {@code corrupt} or {@code failed} as its ddrescue map says, or null
     *     when no map was seen
     * @param rescuedBytes of it were read when the image was taken, or null
     */
    public record Medium(
            String hash,
            String human,
            Instant addedAt,
            String status,
            @Nullable String imagePath,
            long imageBytes,
            String table,
            int sectorSize,
            @Nullable String archivePath,
            @Nullable Long archiveBytes,
            @Nullable String imageBlake3,
            @Nullable Instant archivedAt,
            @Nullable String message,
            @Nullable String health,
            @Nullable Long rescuedBytes,
            List<Map<String, Object>> diagnostics) {}

    /**
     * A partition or volume of a medium.
     *
     * @param part its key: a number, {@code 2/vg0/root} for a volume in it, {@code 0} for the whole disk
     * @param prefix what its paths begin with, empty for the only one
     * @param status {@code read}, {@code incomplete}, {@code unread}, or {@code none} where no files can be
     * @param reader the program that read it
     * @param reason why it is not {@code read}
     * @param records entries listed
     */
    public record Part(
            String part,
            int position,
            String prefix,
            long startBytes,
            long sizeBytes,
            @Nullable String typeName,
            @Nullable String fsType,
            @Nullable String label,
            @Nullable String uuid,
            String status,
            @Nullable String reader,
            @Nullable String reason,
            long records) {}

    public <T extends @Nullable Object> T transaction(Database.Work<T> work) {
        return database.transaction(work);
    }

    public List<Medium> media() {
        return database.list(LibraryStore::medium, "SELECT * FROM medium ORDER BY added_at, medium_hash");
    }

    public Optional<Medium> medium(String hash) {
        return database.one(LibraryStore::medium, "SELECT * FROM medium WHERE medium_hash=?", hash);
    }

    /** Adds it unless it is known: what is recorded of a medium stays. */
    public void add(Medium medium) {
        database.update(
                "INSERT INTO medium (medium_hash, medium_human, added_at, status, image_path, image_bytes, table_kind,"
                        + " sector_size, message) VALUES (?,?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING",
                medium.hash(),
                medium.human(),
                medium.addedAt(),
                medium.status(),
                medium.imagePath(),
                medium.imageBytes(),
                medium.table(),
                medium.sectorSize(),
                medium.message());
    }

    public void seenAt(String hash, String imagePath) {
        database.update("UPDATE medium SET image_path=? WHERE medium_hash=?", imagePath, hash);
    }

    /** Which image it is that what is recorded was read from. */
    public void imageHash(String hash, String imageBlake3) {
        database.update("UPDATE medium SET image_blake3=? WHERE medium_hash=?", imageBlake3, hash);
    }

    /** Forgets what was read of an image and that it was archived: another one is of this medium now. */
    public void anew(Medium now) {
        database.transaction(() -> {
            for (Part part : parts(now.hash())) {
                files.forgetFiles(now.hash(), part.part());
            }
            database.update("DELETE FROM partition WHERE medium_hash=?", now.hash());
            return database.update(
                    "UPDATE medium SET status='listed', image_bytes=?, table_kind=?, sector_size=?, archive_path=NULL,"
                            + " archive_bytes=NULL, image_blake3=NULL, archived_at=NULL, health=NULL,"
                            + " rescued_bytes=NULL WHERE medium_hash=?",
                    now.imageBytes(),
                    now.table(),
                    now.sectorSize(),
                    now.hash());
        });
    }

    /**
     * Forgets the files of an image that changed while they were read, and, unless it is archived, which image it was.
     *
     * @param reason why its partitions are incomplete now
     */
    public void changed(String hash, String reason) {
        database.transaction(() -> {
            for (Part part : parts(hash)) {
                files.forgetFiles(hash, part.part());
            }
            database.update(
                    "UPDATE partition SET status='incomplete', reason=?, records=0 WHERE medium_hash=?", reason, hash);
            return database.update(
                    "UPDATE medium SET status='listed', image_blake3=NULL WHERE medium_hash=? AND archive_path IS NULL",
                    hash);
        });
    }

    public void status(String hash, String status) {
        database.update("UPDATE medium SET status=? WHERE medium_hash=?", status, hash);
    }

    public void message(String hash, String message) {
        database.update("UPDATE medium SET message=? WHERE medium_hash=?", message, hash);
    }

    /** What a ddrescue map says of the medium; the last one seen counts. */
    public void health(String hash, String health, long rescuedBytes) {
        database.update("UPDATE medium SET health=?, rescued_bytes=? WHERE medium_hash=?", health, rescuedBytes, hash);
    }

    /** Puts one more entry behind what is recorded already. */
    public void diagnose(String hash, Map<String, Object> entry) {
        database.transaction(() -> {
            List<Map<String, Object>> all =
                    new ArrayList<>(medium(hash).map(Medium::diagnostics).orElse(List.of()));
            all.add(entry);
            return database.update(
                    "UPDATE medium SET diagnostics_json=? WHERE medium_hash=?", NodeStore.json(all), hash);
        });
    }

    public void archived(String hash, String path, long bytes, String imageBlake3, Instant when) {
        database.update(
                "UPDATE medium SET status='archived', archive_path=?, archive_bytes=?, image_blake3=?, archived_at=?"
                        + " WHERE medium_hash=?",
                path,
                bytes,
                imageBlake3,
                when,
                hash);
    }

    public void cleaned(String hash) {
        database.update("UPDATE medium SET status='cleaned', image_path=NULL WHERE medium_hash=?", hash);
    }

    public List<Part> parts(String hash) {
        return database.list(LibraryStore::part, "SELECT * FROM partition WHERE medium_hash=? ORDER BY position", hash);
    }

    /** Adds the partition, or brings what is known of it up to date; its files stay. */
    public void save(String hash, Part part) {
        database.update(
                "INSERT INTO partition (medium_hash, part, position, prefix, start_bytes, size_bytes, type_name,"
                        + " fs_type, label, uuid, status, reader, reason, records) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON"
                        + " CONFLICT DO UPDATE SET status=excluded.status, reader=excluded.reader, reason=excluded.reason,"
                        + " records=excluded.records",
                hash,
                part.part(),
                part.position(),
                part.prefix(),
                part.startBytes(),
                part.sizeBytes(),
                part.typeName(),
                part.fsType(),
                part.label(),
                part.uuid(),
                part.status(),
                part.reader(),
                part.reason(),
                part.records());
    }

    private static Medium medium(Row row) throws SQLException {
        return new Medium(
                row.text("medium_hash"),
                row.text("medium_human"),
                row.time("added_at"),
                row.text("status"),
                row.textOrNull("image_path"),
                row.number("image_bytes"),
                row.text("table_kind"),
                (int) row.number("sector_size"),
                row.textOrNull("archive_path"),
                row.numberOrNull("archive_bytes"),
                row.textOrNull("image_blake3"),
                row.timeOrNull("archived_at"),
                row.textOrNull("message"),
                row.textOrNull("health"),
                row.numberOrNull("rescued_bytes"),
                row.json("diagnostics_json", DIAGNOSTICS));
    }

    private static Part part(Row row) throws SQLException {
        return new Part(
                row.text("part"),
                (int) row.number("position"),
                row.text("prefix"),
                row.number("start_bytes"),
                row.number("size_bytes"),
                row.textOrNull("type_name"),
                row.textOrNull("fs_type"),
                row.textOrNull("label"),
                row.textOrNull("uuid"),
                row.text("status"),
                row.textOrNull("reader"),
                row.textOrNull("reason"),
                row.number("records"));
    }
}
