package io.pureboot.controller.store;

import com.fasterxml.jackson.databind.JavaType;
import io.pureboot.protocol.ProtocolJson;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Table {@code storage_backends}. */
public final class BackendStore {
    private static final JavaType CONFIG =
            ProtocolJson.mapper().getTypeFactory().constructMapType(Map.class, String.class, Object.class);

    private final Database database;

    public BackendStore(Database database) {
        this.database = database;
    }

    /** A place for staged disks; {@code type} is nfs or iscsi, {@code status} online, offline or error. */
    public record Backend(
            String id,
            String name,
            String type,
            String status,
            Map<String, @Nullable Object> config,
            Instant createdAt,
            Instant updatedAt) {}

    public List<Backend> all() {
        return database.list(BackendStore::map, "SELECT * FROM storage_backends ORDER BY name");
    }

    public Optional<Backend> find(String id) {
        return database.one(BackendStore::map, "SELECT * FROM storage_backends WHERE id=?", id);
    }

    public Optional<Backend> byName(String name) {
        return database.one(BackendStore::map, "SELECT * FROM storage_backends WHERE name=?", name);
    }

    public void save(Backend backend) {
        database.update(
                "INSERT INTO storage_backends (id, name, type, status, config_json, created_at, updated_at)"
                        + " VALUES (?,?,?,?,?,?,?) ON CONFLICT(id) DO UPDATE SET name=excluded.name,"
                        + " status=excluded.status, config_json=excluded.config_json, updated_at=excluded.updated_at",
                backend.id(),
                backend.name(),
                backend.type(),
                backend.status(),
                NodeStore.json(backend.config()),
                backend.createdAt(),
                backend.updatedAt());
    }

    public void delete(String id) {
        database.update("DELETE FROM storage_backends WHERE id=?", id);
    }

    private static Backend map(Row row) throws SQLException {
        return new Backend(
                row.text("id"),
                row.text("name"),
                row.text("type"),
                row.text("status"),
                row.json("config_json", CONFIG),
                row.time("created_at"),
                row.time("updated_at"));
    }
}
