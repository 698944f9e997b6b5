package io.pureboot.controller.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;

/**
 * The SQLite file: WAL mode, foreign keys on, one connection behind a lock. Statements outside {@link #transaction}
 * commit by themselves. Thread-safe.
 */
public final class Database implements AutoCloseable {
    /** The rest of an extended code says more of the same. */
    private static final int PRIMARY_CODE = 0xff;

    private final Connection connection;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    private Database(Connection connection) {
        this.connection = connection;
    }

    /** Opens the file, makes it (0600) when missing, and brings its schema up to date. */
    public static Database open(Path file) throws IOException {
        return open(file, Migrations.CONTROLLER, false);
    }

    /** The same for the library of images; one with an older schema is not changed before it is found sound. */
    public static Database openLibrary(Path file) throws IOException {
        return open(file, Migrations.LIBRARY, true);
    }

    private static Database open(Path file, List<String> scripts, boolean checked) throws IOException {
        if (!Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        SQLiteConfig config = new SQLiteConfig();
        config.enforceForeignKeys(true);
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setBusyTimeout(5000);
        try {
            Database database = new Database(config.createConnection("jdbc:sqlite:" + file));
            boolean ready = false;
            try {
                if (checked && Migrations.isOlder(database, scripts)) {
                    database.requireSound();
                }
                Migrations.apply(database, scripts);
                ready = true;
                return database;
            } finally {
                if (!ready) {
                    database.close();
                }
            }
        } catch (SQLException e) {
            throw new IOException("cannot open the database " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads the whole file. A damaged page is noticed otherwise only when it is needed, after more has been written around
     * it.
     *
     * @throws IOException says where it is damaged first, or why it cannot be read
     */
    public void requireSound() throws IOException {
        String finding;
        try {
            finding = list(row -> row.text("quick_check"), "PRAGMA quick_check(1)")
                    .getFirst();
        } catch (StoreException e) {
            if (!isDamage(e)) {
                throw new IOException("the database cannot be read: " + e.getMessage(), e);
            }
            finding = String.valueOf(e.getMessage());
        }
        if (!"ok".equals(finding)) {
            throw new IOException("the database is damaged: "
                    + String.valueOf(finding).lines().reduce((a, b) -> b).orElse("") + "; take it back from a backup");
        }
    }

    // It may also be in use, or the disk or the memory may fail: taking back a backup would lose what is in it.
    private static boolean isDamage(StoreException e) {
        int code = e.getCause() instanceof SQLException cause ? cause.getErrorCode() & PRIMARY_CODE : 0;
        return code == SQLiteErrorCode.SQLITE_CORRUPT.code || code == SQLiteErrorCode.SQLITE_NOTADB.code;
    }

    /** Work that may do several statements; all of them happen or none. */
    public interface Work<T extends @Nullable Object> {
        T run();
    }

    interface Mapper<T> {
        T map(Row row) throws SQLException;
    }

    /** Runs in one transaction; joins the one already open on this thread. */
    public <T extends @Nullable Object> T transaction(Work<T> work) {
        lock.lock();
        try {
            if (lock.getHoldCount() > 1) {
                return work.run();
            }
            connection.setAutoCommit(false);
            boolean done = false;
            try {
                T result = work.run();
                connection.commit();
                done = true;
                return result;
            } finally {
                if (!done) {
                    connection.rollback();
                }
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new StoreException("transaction: " + e.getMessage(), e);
        } finally {
            lock.unlock();
        }
    }

    /** Runs one statement and returns how many rows it changed. */
    int update(String sql, @Nullable Object... arguments) {
        lock.lock();
        try {
            return prepare(sql, arguments).executeUpdate();
        } catch (SQLException e) {
            throw new StoreException(e.getMessage() + " in: " + sql, e);
        } finally {
            lock.unlock();
        }
    }

    <T> List<T> list(Mapper<T> mapper, String sql, @Nullable Object... arguments) {
        lock.lock();
        try (ResultSet result = prepare(sql, arguments).executeQuery()) {
            List<T> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(mapper.map(new Row(result)));
            }
            return rows;
        } catch (SQLException e) {
            throw new StoreException(e.getMessage() + " in: " + sql, e);
        } finally {
            lock.unlock();
        }
    }

    <T> Optional<T> one(Mapper<T> mapper, String sql, @Nullable Object... arguments) {
        return list(mapper, sql, arguments).stream().findFirst();
    }

    /** A script of statements that end with {@code ;} at the end of a line. */
    void script(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String part : sql.split(";\\s*\\n")) {
                if (!part.isBlank()) {
                    statement.executeUpdate(part);
                }
            }
        }
    }

    private PreparedStatement prepare(String sql, @Nullable Object... arguments) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        for (int i = 0; i < arguments.length; i++) {
            Object argument = arguments[i];
            statement.setObject(i + 1, argument instanceof java.time.Instant ? argument.toString() : argument);
        }
        return statement;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            connection.close();
        } catch (SQLException e) {
            throw new StoreException("closing the database: " + e.getMessage(), e);
        } finally {
            lock.unlock();
        }
    }
}
