package io.pureboot.protocol.partition;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An operation in the queue of a disk.
 *
 * @param status pending, running, completed or failed
 * @param sequence its place in the order of execution, from 1 without gaps
 */
public record PartitionOperationInfo(
        String id,
        String nodeId,
        @Nullable String sessionId,
        String device,
        String operation,
        Map<String, Object> params,
        int sequence,
        String status,
        @Nullable String errorMessage,
        Instant createdAt,
        @Nullable Instant executedAt) {
    public static final String PENDING = "pending";
    public static final List<String> STATUSES = List.of(PENDING, "running", "completed", "failed");

    public PartitionOperationInfo {
        params = Map.copyOf(params);
    }

    public PartitionOperation parsed() {
        return OperationParams.parse(operation, params);
    }

    public boolean pending() {
        return status.equals(PENDING);
    }

    public PartitionOperationInfo at(int newSequence) {
        return new PartitionOperationInfo(
                id,
                nodeId,
                sessionId,
                device,
                operation,
                params,
                newSequence,
                status,
                errorMessage,
                createdAt,
                executedAt);
    }

    public PartitionOperationInfo with(String newStatus, @Nullable String error, @Nullable Instant executed) {
        return new PartitionOperationInfo(
                id, nodeId, sessionId, device, operation, params, sequence, newStatus, error, createdAt, executed);
    }
}
