package io.pureboot.controller.staging;

import io.pureboot.controller.check.Fields;
import io.pureboot.controller.store.BackendStore;
import io.pureboot.controller.store.BackendStore.Backend;
import io.pureboot.controller.store.Database;
import io.pureboot.controller.store.SessionStore;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The list of storage backends. */
public final class StorageBackends {
    private static final int CONNECT_MILLIS = 3000;

    private final Database database;
    private final BackendStore store;
    private final SessionStore sessions;
    private final Clock clock;

    public StorageBackends(Database database, BackendStore store, SessionStore sessions, Clock clock) {
        this.database = database;
        this.store = store;
        this.sessions = sessions;
        this.clock = clock;
    }

    /** To make or change one; in a change null leaves a field as it is and {@code type} cannot be given. */
    public record Wanted(
            @Nullable String name,
            @Nullable String type,
            @Nullable Map<String, @Nullable Object> config) {}

    /** A backend as shown: without passwords. {@code status}: offline until a test found it answering. */
    public record Shown(
            String id,
            String name,
            String type,
            String status,
            Map<String, @Nullable Object> config,
            Instant createdAt,
            Instant updatedAt) {}

    /** What a test found. */
    public record Tested(String id, String status, String detail) {}

    public List<Shown> all() {
        return store.all().stream().map(StorageBackends::shown).toList();
    }

    public Shown get(String id) {
        return shown(find(id));
    }

    public Shown create(Wanted wanted) {
        Fields fields = new Fields()
                .requiredText("name", wanted.name(), 255)
                .required("type", wanted.type())
                .oneOf(
                        "type",
                        wanted.type(),
                        BackendConfig.KEYS.keySet().stream().sorted().toList())
                .required("config", wanted.config());
        fields.orThrow();
        String type = String.valueOf(wanted.type());
        Map<String, @Nullable Object> config =
                BackendConfig.checked(fields, type, Objects.requireNonNullElse(wanted.config(), Map.of()));
        fields.orThrow();
        return database.transaction(() -> {
            unused(String.valueOf(wanted.name()), "");
            Instant now = clock.instant();
            Backend backend = new Backend(
                    UUID.randomUUID().toString(), String.valueOf(wanted.name()), type, "offline", config, now, now);
            store.save(backend);
            return shown(backend);
        });
    }

    public Shown change(String id, Wanted wanted) {
        Fields fields =
                new Fields().text("name", wanted.name(), 255).check(wanted.type() == null, "type", "cannot be changed");
        return database.transaction(() -> {
            Backend before = find(id);
            Map<String, @Nullable Object> given = wanted.config();
            Map<String, @Nullable Object> config =
                    given == null ? before.config() : BackendConfig.checked(fields, before.type(), given);
            fields.orThrow();
            String name = Objects.requireNonNullElse(wanted.name(), before.name());
            unused(name, id);
            Backend after =
                    new Backend(id, name, before.type(), "offline", config, before.createdAt(), clock.instant());
            store.save(after);
            return shown(after);
        });
    }

    public void delete(String id) {
        database.transaction(() -> {
            find(id);
            if (sessions.usingBackend(id) > 0) {
                throw new ProblemException(ProblemType.CONFLICT, "Clone sessions use this backend: delete them first.");
            }
            store.delete(id);
            return id;
        });
    }

    /** Tries to reach the backend's port and remembers whether it answered. */
    public Tested test(String id) {
        Backend backend = find(id);
        String host = BackendConfig.host(backend.type(), backend.config());
        int port = BackendConfig.port(backend.type(), backend.config());
        String status = "online";
        String detail = host + " port " + port + " answers";
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
        } catch (IOException e) {
            status = "offline";
            detail = host + " port " + port + " does not answer: " + e.getMessage();
        }
        store.save(new Backend(
                id,
                backend.name(),
                backend.type(),
                status,
                backend.config(),
                backend.createdAt(),
                backend.updatedAt()));
        return new Tested(id, status, detail);
    }

    private void unused(String name, String exceptId) {
        if (store.byName(name).filter(other -> !other.id().equals(exceptId)).isPresent()) {
            throw new ProblemException(ProblemType.CONFLICT, "There is a storage backend '" + name + "' already.");
        }
    }

    private Backend find(String id) {
        return store.find(id).orElseThrow(() -> ProblemException.notFound("There is no storage backend '" + id + "'."));
    }

    private static Shown shown(Backend backend) {
        return new Shown(
                backend.id(),
                backend.name(),
                backend.type(),
                backend.status(),
                BackendConfig.shown(backend.config()),
                backend.createdAt(),
                backend.updatedAt());
    }
}
