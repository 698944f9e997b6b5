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

/** Images of old archives: media, their partitions, the files on them and where the contents are. */
public final class LibraryStore {
    private static final JavaType DIAGNOSTICS =
            ProtocolJson.mapper().getTypeFactory().constructCollectionType(List.class, Map.class);

    private final Database database;

    public LibraryStore(Database database) {
        this.database = database;
    }

    /**
     * A medium.
     *
     * @param hash 32 hex digits
     * @param human its name for people
     * @param status {@code listed}, {@code copied}, {@code archived} or {@code cleaned}, as far as it got
     * @param imagePath where the loose image was seen last, or null once it is removed
     * @param archivePath the {@code .tar.zst} it is in, or null before
     * @param imageBlake3 of the whole image, known with the archive
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

    /** A file's own data, however many names it has. */
    public record Inode(
            String part,
            String inode,
            char kind,
            long links,
            long size,
            long mtime,
            @Nullable String blob,
            @Nullable String error) {}

    /** Files of a partition: their number, how many are copied, how many could not be, bytes. */
    public record Count(long files, long copied, long failed, long bytes) {}

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

    /** Forgets the files of a partition, which another reader listed: that one numbers and names them otherwise. */
    public void forgetFiles(String hash, String part) {
        database.transaction(() -> {
            for (String table : List.of("xattr", "path", "inode")) {
                database.update("DELETE FROM " + table + " WHERE medium_hash=? AND part=?", hash, part);
            }
            return part;
        });
    }

    /** Adds an inode unless it is known. */
    public void addInode(String hash, Inode inode) {
        database.update(
                "INSERT INTO inode (medium_hash, part, ino, kind, nlink, size, mtime) VALUES (?,?,?,?,?,?,?)"
                        + " ON CONFLICT DO NOTHING",
                hash,
                inode.part(),
                inode.inode(),
                String.valueOf(inode.kind()),
                inode.links(),
                inode.size(),
                inode.mtime());
    }

    /** Adds a name unless it is known. */
    public void addPath(String hash, String part, byte[] path, String inode) {
        database.update(
                "INSERT INTO path (medium_hash, part, path, ino) VALUES (?,?,?,?) ON CONFLICT DO NOTHING",
                hash,
                part,
                path,
                inode);
    }

    /** Adds an extended attribute of a known inode unless it is known. */
    public void addAttribute(String hash, String part, String inode, byte[] name, byte[] value) {
        database.update(
                "INSERT INTO xattr (medium_hash, part, ino, name, value) VALUES (?,?,?,?,?) ON CONFLICT DO NOTHING",
                hash,
                part,
                inode,
                name,
                value);
    }

    /** Extended attributes of a partition's files. */
    public long attributes(String hash, String part) {
        return database.one(
                        row -> row.number("n"),
                        "SELECT count(*) AS n FROM xattr WHERE medium_hash=? AND part=?",
                        hash,
                        part)
                .orElse(0L);
    }

    /** The value of an inode's extended attribute. */
    public Optional<byte[]> attribute(String hash, String part, String inode, byte[] name) {
        return database.one(
                row -> row.bytes("value"),
                "SELECT value FROM xattr WHERE medium_hash=? AND part=? AND ino=? AND name=?",
                hash,
                part,
                inode,
                name);
    }

    /** Inodes of files whose content is in no blob yet, those that failed before among them. */
    public List<Inode> withoutContent(String hash, String part) {
        return database.list(
                LibraryStore::inode,
                "SELECT * FROM inode WHERE medium_hash=? AND part=? AND kind='f' AND blobid IS NULL ORDER BY ino",
                hash,
                part);
    }

    public void content(String hash, String part, String inode, String blob, long size) {
        database.transaction(() -> {
            database.update("INSERT INTO blobs (blobid, size) VALUES (?,?) ON CONFLICT DO NOTHING", blob, size);
            return database.update(
                    "UPDATE inode SET blobid=?, error=NULL WHERE medium_hash=? AND part=? AND ino=?",
                    blob,
                    hash,
                    part,
                    inode);
        });
    }

    public void failed(String hash, String part, String inode, String error) {
        database.update("UPDATE inode SET error=? WHERE medium_hash=? AND part=? AND ino=?", error, hash, part, inode);
    }

    /** The first file of a partition whose content could not be read. */
    public Optional<Inode> firstFailed(String hash, String part) {
        return database.one(
                LibraryStore::inode,
                "SELECT * FROM inode WHERE medium_hash=? AND part=? AND kind='f' AND error IS NOT NULL"
                        + " ORDER BY length(ino), ino LIMIT 1",
                hash,
                part);
    }

    /** Forgets that files of a partition are copied as this content: they are copied again. */
    public void lost(String hash, String part, String blob) {
        database.update("UPDATE inode SET blobid=NULL WHERE medium_hash=? AND part=? AND blobid=?", hash, part, blob);
    }

    public Count count(String hash, String part) {
        return database.one(
                        row -> new Count(
                                row.number("files"), row.number("copied"), row.number("failed"), row.number("bytes")),
                        "SELECT count(*) AS files, count(blobid) AS copied, count(error) AS failed,"
                                + " coalesce(sum(size),0) AS bytes FROM inode"
                                + " WHERE medium_hash=? AND part=? AND kind='f'",
                        hash,
                        part)
                .orElse(new Count(0, 0, 0, 0));
    }

    public long paths(String hash, String part) {
        return database.one(
                        row -> row.number("n"),
                        "SELECT count(*) AS n FROM path WHERE medium_hash=? AND part=?",
                        hash,
                        part)
                .orElse(0L);
    }

    /** Names that do not begin as those of their partition must. */
    public long strayPaths(String hash, Part part) {
        String start = "/mnt/ntt/" + hash + part.prefix();
        return database.one(
                        row -> row.number("n"),
                        "SELECT count(*) AS n FROM path WHERE medium_hash=? AND part=?"
                                + " AND CAST(path AS TEXT) != ? AND substr(CAST(path AS TEXT), 1, ?) != ?",
                        hash,
                        part.part(),
                        start,
                        start.length() + 1,
                        start + "/")
                .orElse(0L);
    }

    /** The names of an inode's file, as bytes. */
    public List<byte[]> names(String hash, String part, String inode) {
        return database.list(
                row -> row.bytes("path"),
                "SELECT path FROM path WHERE medium_hash=? AND part=? AND ino=? ORDER BY path",
                hash,
                part,
                inode);
    }

    public List<Inode> inodes(String hash, String part) {
        return database.list(
                LibraryStore::inode, "SELECT * FROM inode WHERE medium_hash=? AND part=? ORDER BY ino", hash, part);
    }

    /** Contents the files of a medium's partition have, each once. */
    public List<String> blobs(String hash, String part) {
        return database.list(
                row -> row.text("blobid"),
                "SELECT DISTINCT blobid FROM inode WHERE medium_hash=? AND part=? AND blobid IS NOT NULL",
                hash,
                part);
    }

    /** Contents a medium's files have, each once. */
    public List<String> blobs(String hash) {
        return database.list(
                row -> row.text("blobid"),
                "SELECT DISTINCT blobid FROM inode WHERE medium_hash=? AND blobid IS NOT NULL ORDER BY blobid",
                hash);
    }

    public void checked(String blob, Instant when) {
        database.update("UPDATE blobs SET last_checked=? WHERE blobid=?", when, blob);
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

    private static Inode inode(Row row) throws SQLException {
        return new Inode(
                row.text("part"),
                row.text("ino"),
                row.text("kind").charAt(0),
                row.number("nlink"),
                row.number("size"),
                row.number("mtime"),
                row.textOrNull("blobid"),
                row.textOrNull("error"));
    }
}
