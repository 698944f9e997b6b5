package io.pureboot.controller.store;

import com.fasterxml.jackson.core.type.TypeReference;
import io.pureboot.protocol.ProtocolJson;
import io.pureboot.protocol.node.Order;
import io.pureboot.protocol.partition.PartitionJob;
import io.pureboot.protocol.partition.PartitionOperationInfo;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tables {@code partition_operations}, the queue of each disk, and {@code partition_jobs}, how it is carried out. */
public final class PartitionStore {
    private static final TypeReference<Map<String, Object>> PARAMS = new TypeReference<>() {};

    /**
     * One job.
     *
     * @param order what the node is asked for; of one that was begun on the node, only to tell of it
     * @param view what the node last said of it, null when nothing yet
     */
    public record JobRow(
            String id,
            String nodeId,
            String device,
            Instant createdAt,
            Order.Partition order,
            @Nullable PartitionJob view) {
        /** One that somebody began on the node itself. */
        public static JobRow begunOnNode(String nodeId, PartitionJob view, Instant now) {
            Order.Partition order =
                    new Order.Partition(view.id(), view.device(), "", Order.Partition.TELL, 0, List.of());
            return new JobRow(view.id(), nodeId, view.device(), now, order, view);
        }

        /** Whether the node has still to do something, or a person to decide. */
        public boolean live() {
            return view == null || view.running() || view.stopped() || restoring(view);
        }

        /** Whether the table's backup is to be put back, which ends a job, and the node has not answered yet. */
        private boolean restoring(PartitionJob now) {
            return order.action().equals("restore_table")
                    && !now.state().equals(PartitionJob.RESTORED)
                    && now.error() == null;
        }
    }

    private final Database database;

    public PartitionStore(Database database) {
        this.database = database;
    }

    /** In their sequence. */
    public List<PartitionOperationInfo> operations(String nodeId) {
        return database.list(
                PartitionStore::operation,
                "SELECT * FROM partition_operations WHERE node_id=? ORDER BY device, sequence",
                nodeId);
    }

    private static PartitionOperationInfo operation(Row row) throws SQLException {
        return new PartitionOperationInfo(
                row.text("id"),
                row.text("node_id"),
                row.textOrNull("session_id"),
                row.text("device"),
                row.text("operation"),
                row.json("params_json", ProtocolJson.mapper().constructType(PARAMS)),
                Math.toIntExact(row.number("sequence")),
                row.text("status"),
                row.textOrNull("error_message"),
                row.time("created_at"),
                row.timeOrNull("executed_at"));
    }

    public void save(PartitionOperationInfo operation) {
        database.update(
                """
                INSERT INTO partition_operations (id, node_id, session_id, device, operation, params_json, sequence,
                    status, error_message, created_at, executed_at) VALUES (?,?,?,?,?,?,?,?,?,?,?)
                ON CONFLICT(id) DO UPDATE SET sequence=excluded.sequence, status=excluded.status,
                    error_message=excluded.error_message, executed_at=excluded.executed_at
                """,
                operation.id(),
                operation.nodeId(),
                operation.sessionId(),
                operation.device(),
                operation.operation(),
                NodeStore.json(operation.params()),
                operation.sequence(),
                operation.status(),
                operation.errorMessage(),
                operation.createdAt(),
                operation.executedAt());
    }

    public void delete(String operationId) {
        database.update("DELETE FROM partition_operations WHERE id=?", operationId);
    }

    /** Of the layout that a disk's queue was made for. */
    public Optional<String> fingerprint(String nodeId, String device) {
        return database.one(
                row -> row.text("fingerprint"),
                "SELECT fingerprint FROM partition_queues WHERE node_id=? AND device=?",
                nodeId,
                device);
    }

    public void saveFingerprint(String nodeId, String device, String fingerprint) {
        database.update("""
                INSERT INTO partition_queues (node_id, device, fingerprint) VALUES (?,?,?)
                ON CONFLICT(node_id, device) DO UPDATE SET fingerprint=excluded.fingerprint
                """, nodeId, device, fingerprint);
    }

    /** Oldest first. */
    public List<JobRow> jobs() {
        return database.list(PartitionStore::job, "SELECT * FROM partition_jobs ORDER BY created_at, id");
    }

    public Optional<JobRow> job(String id) {
        return database.one(PartitionStore::job, "SELECT * FROM partition_jobs WHERE id=?", id);
    }

    public void deleteJob(String id) {
        database.update("DELETE FROM partition_jobs WHERE id=?", id);
    }

    private static JobRow job(Row row) throws SQLException {
        return new JobRow(
                row.text("id"),
                row.text("node_id"),
                row.text("device"),
                row.time("created_at"),
                row.json("order_json", Order.Partition.class),
                row.textOrNull("job_json") == null ? null : row.json("job_json", PartitionJob.class));
    }

    public void save(JobRow job) {
        database.update(
                """
                INSERT INTO partition_jobs (id, node_id, device, created_at, order_json, job_json)
                VALUES (?,?,?,?,?,?)
                ON CONFLICT(id) DO UPDATE SET order_json=excluded.order_json, job_json=excluded.job_json
                """,
                job.id(),
                job.nodeId(),
                job.device(),
                job.createdAt(),
                NodeStore.json(job.order()),
                job.view() == null ? null : NodeStore.json(job.view()));
    }
}
