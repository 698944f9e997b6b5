package io.pureboot.controller.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.pureboot.protocol.ProtocolJson;
import io.pureboot.protocol.disk.DiskContents;
import io.pureboot.protocol.disk.DiskIdentity;
import io.pureboot.protocol.session.CloneMode;
import io.pureboot.protocol.session.PartitionNote;
import io.pureboot.protocol.session.ResizeMode;
import io.pureboot.protocol.session.SessionStatus;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tables {@code clone_sessions} (the schema's columns) and {@code clone_session_details} (the rest). */
public final class SessionStore {
    private static final String SELECT =
            "SELECT s.*, d.details_json FROM clone_sessions s" + " JOIN clone_session_details d ON d.session_id = s.id";

    private final Database database;

    public SessionStore(Database database) {
        this.database = database;
    }

    /** What the schema's table has no column for. */
    record Details(
            @Nullable DiskIdentity sourceIdentity,
            @Nullable DiskIdentity targetIdentity,
            @Nullable DiskContents sourceContents,
            @Nullable DiskContents targetContents,
            SessionRow.Progress sourceProgress,
            SessionRow.Progress targetProgress,
            int wantedPort,
            @Nullable Long sourceSizeBytes,
            long verifiedBytes,
            boolean rescue,
            List<PartitionNote> notes,
            SessionRow.Stages stages) {}

    /** Which sessions to list; null parts do not restrict. */
    public record Filter(
            @Nullable SessionStatus status,
            @Nullable CloneMode mode,
            @Nullable String nodeId) {}

    public Optional<SessionRow> find(String id) {
        return database.one(SessionStore::map, SELECT + " WHERE s.id=?", id);
    }

    public List<SessionRow> active() {
        return database.list(
                SessionStore::map,
                SELECT + " WHERE s.started_at IS NOT NULL AND s.status IN ('pending','source_ready','cloning')");
    }

    /** Those that were started and are over, the last that ended first. */
    public List<SessionRow> lastOver(int limit) {
        return database.list(
                SessionStore::map,
                SELECT + " WHERE s.started_at IS NOT NULL AND s.status NOT IN ('pending','source_ready','cloning')"
                        + " ORDER BY coalesce(s.completed_at, s.started_at) DESC, s.id LIMIT ?",
                limit);
    }

    /** Those that were started to write to a disk, over or not. */
    public List<SessionRow> writing(String nodeId, String device) {
        return database.list(
                SessionStore::map,
                SELECT + " WHERE s.started_at IS NOT NULL AND s.target_node_id=? AND s.target_device=?",
                nodeId,
                device);
    }

    /** Newest first. */
    public List<SessionRow> list(Filter filter, int limit, int offset) {
        List<@Nullable Object> arguments = arguments(filter);
        arguments.add(limit);
        arguments.add(offset);
        return database.list(
                SessionStore::map,
                SELECT + where(filter) + " ORDER BY s.created_at DESC, s.id LIMIT ? OFFSET ?",
                arguments.toArray());
    }

    public long count(Filter filter) {
        return database.one(
                        row -> row.number("n"),
                        "SELECT count(*) AS n FROM clone_sessions s" + where(filter),
                        arguments(filter).toArray())
                .orElse(0L);
    }

    public long usingBackend(String backendId) {
        return database.one(
                        row -> row.number("n"),
                        "SELECT count(*) AS n FROM clone_sessions WHERE staging_backend_id=?",
                        backendId)
                .orElse(0L);
    }

    private static String where(Filter filter) {
        List<String> parts = new ArrayList<>();
        if (filter.status() != null) {
            parts.add("s.status=?");
        }
        if (filter.mode() != null) {
            parts.add("s.clone_mode=?");
        }
        if (filter.nodeId() != null) {
            parts.add("(s.source_node_id=? OR s.target_node_id=?)");
        }
        return parts.isEmpty() ? "" : " WHERE " + String.join(" AND ", parts);
    }

    private static List<@Nullable Object> arguments(Filter filter) {
        List<@Nullable Object> arguments = new ArrayList<>();
        if (filter.status() != null) {
            arguments.add(lower(filter.status()));
        }
        if (filter.mode() != null) {
            arguments.add(lower(filter.mode()));
        }
        if (filter.nodeId() != null) {
            arguments.add(filter.nodeId());
            arguments.add(filter.nodeId());
        }
        return arguments;
    }

    public void insert(SessionRow row) {
        database.transaction(() -> {
            database.update(
                    "INSERT INTO clone_sessions (id, clone_mode, source_node_id, staging_backend_id, created_at,"
                            + " created_by) VALUES (?,?,?,?,?,?)",
                    row.id(),
                    lower(row.mode()),
                    row.source().nodeId(),
                    row.staging().backendId(),
                    row.createdAt(),
                    row.createdBy());
            database.update("INSERT INTO clone_session_details VALUES (?, '{}')", row.id());
            update(row);
            return row;
        });
    }

    /** Writes all that can change. Private keys have columns in the schema; they are never put there. */
    public void update(SessionRow row) {
        SessionRow.Staging staging = row.staging();
        database.transaction(() -> {
            database.update(
                    """
                    UPDATE clone_sessions SET name=?, status=?, target_node_id=?, source_device=?, target_device=?,
                        source_ip=?, source_port=?, source_cert_pem=?, target_cert_pem=?, staging_path=?,
                        staging_size_bytes=?, staging_status=?, resize_mode=?, partition_plan_json=?, bytes_total=?,
                        bytes_transferred=?, transfer_rate_bps=?, error_message=?, started_at=?, completed_at=?
                    WHERE id=?
                    """,
                    row.name(),
                    lower(row.status()),
                    row.target().nodeId(),
                    row.source().device(),
                    row.target().device(),
                    row.sourceIp(),
                    row.sourcePort(),
                    row.source().certPem(),
                    row.target().certPem(),
                    staging.path(),
                    staging.sizeBytes(),
                    staging.status(),
                    lower(row.resizeMode()),
                    row.planJson(),
                    row.bytesTotal(),
                    row.bytesTransferred(),
                    row.transferRateBps(),
                    row.error(),
                    row.startedAt(),
                    row.completedAt(),
                    row.id());
            Details details = new Details(
                    row.source().identity(),
                    row.target().identity(),
                    row.source().contents(),
                    row.target().contents(),
                    row.source().progress(),
                    row.target().progress(),
                    row.wantedPort(),
                    row.sourceSizeBytes(),
                    row.verifiedBytes(),
                    row.rescue(),
                    row.notes(),
                    row.stages());
            database.update(
                    "UPDATE clone_session_details SET details_json=? WHERE session_id=?",
                    NodeStore.json(details),
                    row.id());
            return row;
        });
    }

    public void delete(String id) {
        database.transaction(() -> {
            database.update("UPDATE partition_operations SET session_id=NULL WHERE session_id=?", id);
            return database.update("DELETE FROM clone_sessions WHERE id=?", id);
        });
    }

    private static SessionRow map(Row row) throws SQLException {
        Details details = row.json("details_json", Details.class);
        return new SessionRow(
                row.text("id"),
                row.textOrNull("name"),
                enumOf(SessionStatus.class, row.text("status")),
                enumOf(CloneMode.class, row.text("clone_mode")),
                new SessionRow.Side(
                        row.text("source_node_id"),
                        row.text("source_device"),
                        details.sourceIdentity(),
                        details.sourceContents(),
                        row.textOrNull("source_cert_pem"),
                        details.sourceProgress()),
                new SessionRow.Side(
                        row.textOrNull("target_node_id"),
                        row.text("target_device"),
                        details.targetIdentity(),
                        details.targetContents(),
                        row.textOrNull("target_cert_pem"),
                        details.targetProgress()),
                row.textOrNull("source_ip"),
                Math.toIntExact(row.number("source_port")),
                details.wantedPort(),
                new SessionRow.Staging(
                        row.textOrNull("staging_backend_id"),
                        row.textOrNull("staging_path"),
                        row.numberOrNull("staging_size_bytes"),
                        row.textOrNull("staging_status")),
                enumOf(ResizeMode.class, row.text("resize_mode")),
                row.textOrNull("partition_plan_json"),
                details.sourceSizeBytes(),
                row.numberOrNull("bytes_total"),
                row.number("bytes_transferred"),
                row.numberOrNull("transfer_rate_bps"),
                details.verifiedBytes(),
                details.rescue(),
                details.notes(),
                details.stages(),
                row.textOrNull("error_message"),
                row.time("created_at"),
                row.timeOrNull("started_at"),
                row.timeOrNull("completed_at"),
                row.textOrNull("created_by"));
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static <E extends Enum<E>> E enumOf(Class<E> type, String text) throws SQLException {
        try {
            return ProtocolJson.mapper().readValue('"' + text + '"', type);
        } catch (JsonProcessingException e) {
            throw new SQLException("'" + text + "' is no " + type.getSimpleName(), e);
        }
    }
}
