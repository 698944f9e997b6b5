package io.pureboot.controller.store;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Table {@code audit_log}. */
public final class AuditStore {
    private final Database database;

    public AuditStore(Database database) {
        this.database = database;
    }

    /** One thing somebody did; {@code status} is the HTTP status it got. */
    public record Entry(
            Instant at,
            String actor,
            @Nullable String address,
            String action,
            @Nullable String detail,
            int status) {}

    public void add(Entry entry) {
        database.update(
                "INSERT INTO audit_log (at, actor, address, action, detail, status) VALUES (?,?,?,?,?,?)",
                entry.at(),
                entry.actor(),
                entry.address(),
                entry.action(),
                entry.detail(),
                entry.status());
    }

    /** Newest first. */
    public List<Entry> list(int limit, int offset) {
        return database.list(
                row -> new Entry(
                        row.time("at"),
                        row.text("actor"),
                        row.textOrNull("address"),
                        row.text("action"),
                        row.textOrNull("detail"),
                        Math.toIntExact(row.number("status"))),
                "SELECT * FROM audit_log ORDER BY id DESC LIMIT ? OFFSET ?",
                limit,
                offset);
    }

    /** Keeps the newest so many. */
    public void keep(int newest) {
        database.update("DELETE FROM audit_log WHERE id <= (SELECT max(id) FROM audit_log) - ?", newest);
    }

    public long count() {
        return database.one(row -> row.number("n"), "SELECT count(*) AS n FROM audit_log")
                .orElse(0L);
    }
}
