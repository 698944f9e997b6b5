package io.pureboot.controller.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A library's database that is damaged, and one that only cannot be read now. */
class DamagedDatabaseTest {
    private static final int PAGE = 4096;

    @TempDir
    Path directory = Path.of("");

    private Connection connection(Path file) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }

    @Test
    @DisplayName("NX1 a damaged library of an older version is refused before anything is written to it")
    void older() throws IOException, SQLException {
        Path file = directory.resolve("library.db");
        int page;
        try (Connection connection = connection(file);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            for (String part : first().split(";\\s*\\n", -1)) {
                if (!part.isBlank()) {
                    statement.executeUpdate(part);
                }
            }
            statement.executeUpdate("PRAGMA user_version = 1");
            try (ResultSet row = statement.executeQuery(
                    "SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND name = 'path'")) {
                assertTrue(row.next());
                page = row.getInt(1);
            }
        }
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.seek((page - 1L) * PAGE);
            raw.write("no page of a table".getBytes(StandardCharsets.US_ASCII));
        }
        byte[] before = Files.readAllBytes(file);
        IOException refused =
                assertThrows(IOException.class, () -> Database.openLibrary(file).close());
        assertTrue(String.valueOf(refused.getMessage()).startsWith("the database is damaged: "), refused::toString);
        assertArrayEquals(before, Files.readAllBytes(file));
    }

    private static String first() throws IOException {
        try (InputStream in = Objects.requireNonNull(
                DamagedDatabaseTest.class.getResourceAsStream("/db/" + Migrations.LIBRARY.getFirst()))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    @DisplayName("NX1 a database that is in use is not called damaged")
    void busy() throws IOException, SQLException {
        Path file = directory.resolve("library.db");
        try (Database database = Database.openLibrary(file)) {
            database.requireSound();
            database.one(row -> row.text("journal_mode"), "PRAGMA journal_mode = DELETE");
            database.one(row -> row.number("timeout"), "PRAGMA busy_timeout = 10");
            try (Connection other = connection(file);
                    Statement statement = other.createStatement()) {
                statement.execute("BEGIN EXCLUSIVE");
                IOException refused = assertThrows(IOException.class, database::requireSound);
                assertTrue(
                        String.valueOf(refused.getMessage()).startsWith("the database cannot be read: "),
                        refused::toString);
                statement.execute("ROLLBACK");
            }
            database.requireSound();
        }
    }
}
