package io.pureboot.controller.store;

import io.pureboot.controller.store.LibraryStore.Part;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The files on the partitions of a library's media: inodes, their names and attributes, where the contents are. */
public final class LibraryFiles {
    private final Database database;

    LibraryFiles(Database database) {
        this.database = database;
    }

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
                LibraryFiles::inode,
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
                LibraryFiles::inode,
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
                LibraryFiles::inode, "SELECT * FROM inode WHERE medium_hash=? AND part=? ORDER BY ino", hash, part);
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
