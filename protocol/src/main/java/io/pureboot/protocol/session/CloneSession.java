package io.pureboot.protocol.session;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A clone session as the API shows it: the response schema's fields, then this project's additions.
 *
 * @param sourceReadyAt when the source first served its disk
 * @param cloningAt when the first progress arrived
 * @param transferredAt when the target had everything and began to verify
 * @param verifiedAt when the target had read back and compared everything
 * @param partitionNotes how each partition is copied, as the source reported it; empty before that
 * @param sourceOnline whether the source node was heard from lately; a silent node does not end a session
 */
public record CloneSession(
        String id,
        @Nullable String name,
        SessionStatus status,
        CloneMode cloneMode,
        String sourceNodeId,
        @Nullable String sourceNodeName,
        @Nullable String targetNodeId,
        @Nullable String targetNodeName,
        String sourceDevice,
        String targetDevice,
        @Nullable String sourceIp,
        ResizeMode resizeMode,
        @Nullable Long bytesTotal,
        long bytesTransferred,
        @Nullable Long transferRateBps,
        double progressPercent,
        @Nullable String errorMessage,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant completedAt,
        int sourcePort,
        @Nullable TransferPhase phase,
        @Nullable String stagingBackendId,
        @Nullable String stagingPath,
        @Nullable String stagingStatus,
        @Nullable Long sourceSizeBytes,
        @Nullable Long sourceBytesTransferred,
        @Nullable Long verifiedBytes,
        boolean rescue,
        boolean hasReceipt,
        @Nullable String createdBy,
        @Nullable Instant sourceReadyAt,
        @Nullable Instant cloningAt,
        @Nullable Instant transferredAt,
        @Nullable Instant verifiedAt,
        List<PartitionNote> partitionNotes,
        boolean sourceOnline,
        boolean targetOnline) {
    public CloneSession {
        partitionNotes = List.copyOf(partitionNotes);
    }
}
