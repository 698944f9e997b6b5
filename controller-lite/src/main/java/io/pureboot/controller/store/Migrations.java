package io.pureboot.controller.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;

/** Brings the schema up to date: numbered scripts, each once, each in one transaction with its number. */
final class Migrations {
    /** Of the controller itself. */
    static final List<String> CONTROLLER = List.of(
            "001-first.sql",
            "002-partition-jobs.sql",
            "003-partition-queues.sql",
            "004-enrolment-keys.sql",
            "005-boot-tokens.sql");
    /** Of the library of images, a file of its own. */
    static final List<String> LIBRARY = List.of("library-001.sql", "library-002.sql");

    private Migrations() {}

    /** Whether scripts would change it. */
    static boolean isOlder(Database database, List<String> scripts) {
        return version(database) < scripts.size();
    }

    private static long version(Database database) {
        return database.one(row -> row.number("user_version"), "PRAGMA user_version")
                .orElse(0L);
    }

    /** Refuses a database that a newer version has already changed. */
    static void apply(Database database, List<String> scripts) throws IOException {
        long version = version(database);
        if (version > scripts.size()) {
            throw new IOException("the database has schema version " + version + ", this program knows up to "
                    + scripts.size() + ": start the newer version");
        }
        for (int next = (int) version; next < scripts.size(); next++) {
            String script = read(scripts.get(next));
            int number = next + 1;
            database.transaction(() -> {
                try {
                    database.script(script);
                    database.script("PRAGMA user_version = " + number + ";\n");
                } catch (SQLException e) {
                    throw new StoreException("schema version " + number + ": " + e.getMessage(), e);
                }
                return number;
            });
        }
    }

    private static String read(String name) throws IOException {
        try (InputStream in = Migrations.class.getResourceAsStream("/db/" + name)) {
            if (in == null) {
                throw new IOException("the schema script " + name + " is missing from this program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
