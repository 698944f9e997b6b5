package io.pureboot.controller.store;

import io.pureboot.protocol.disk.DiskContents;
import io.pureboot.protocol.disk.DiskIdentity;
import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.protocol.session.CloneMode;
import io.pureboot.protocol.session.PartitionNote;
import io.pureboot.protocol.session.ResizeMode;
import io.pureboot.protocol.session.SessionStatus;
import io.pureboot.protocol.session.TransferPhase;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A clone session as it is kept.
 *
 * @param sourceIp where the source serves, once it is ready
 * @param sourcePort the port it serves at, before it is ready the one it is asked to
 * @param wantedPort the port it is asked to serve at; stays, so that its order does not change when it is ready
 * @param bytesTotal bytes to copy, known once the source is ready
 * @param planJson the resize plan, or null
 */
public record SessionRow(
        String id,
        @Nullable String name,
        SessionStatus status,
        CloneMode mode,
        Side source,
        Side target,
        @Nullable String sourceIp,
        int sourcePort,
        int wantedPort,
        Staging staging,
        ResizeMode resizeMode,
        @Nullable String planJson,
        @Nullable Long sourceSizeBytes,
        @Nullable Long bytesTotal,
        long bytesTransferred,
        @Nullable Long transferRateBps,
        long verifiedBytes,
        boolean rescue,
        List<PartitionNote> notes,
        Stages stages,
        @Nullable String error,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant completedAt,
        @Nullable String createdBy) {

    /**
     * One side: its node, its disk (bound to what the scan said it is), its certificate and how far it says it is.
     *
     * @param contents what a disk without a name of its own held when it was bound, null of others
     */
    public record Side(
            @Nullable String nodeId,
            String device,
            @Nullable DiskIdentity identity,
            @Nullable DiskContents contents,
            @Nullable String certPem,
            Progress progress) {
        /** To this disk; what it holds counts as far as it was not bound before. */
        public Side bound(DiskInfo disk) {
            DiskContents held = contents != null ? contents : DiskContents.ofNameless(disk);
            return new Side(nodeId, device, disk.identity(), held, certPem, progress);
        }

        /** To what this disk is: what it holds is not known now. */
        public Side identified(DiskInfo disk) {
            return new Side(nodeId, device, disk.identity(), contents, certPem, progress);
        }

        /** A new run of the role: its numbers begin anew. */
        public Side certified(String pem) {
            return new Side(nodeId, device, identity, contents, pem, Progress.NONE);
        }

        public Side at(Progress next) {
            return new Side(nodeId, device, identity, contents, certPem, next);
        }
    }

    /** The last update of a role's present run; bytes count within the phase. */
    public record Progress(
            @Nullable Long sequence, @Nullable TransferPhase phase, long bytes) {
        public static final Progress NONE = new Progress(null, null, 0);
    }

    /** When each stage was first reached; of a role that starts again, when its present run reached it. */
    public record Stages(
            @Nullable Instant sourceReadyAt,
            @Nullable Instant cloningAt,
            @Nullable Instant transferredAt,
            @Nullable Instant verifiedAt) {
        public static final Stages NONE = new Stages(null, null, null, null);

        /** Whether the target was heard to be at work, in any of its runs: its disk is not what it was. */
        public boolean begun() {
            return cloningAt != null || transferredAt != null || verifiedAt != null;
        }

        public Stages sourceReady(Instant now) {
            return new Stages(sourceReadyAt == null ? now : sourceReadyAt, cloningAt, transferredAt, verifiedAt);
        }

        public Stages cloning(Instant now) {
            return new Stages(sourceReadyAt, cloningAt == null ? now : cloningAt, null, null);
        }

        public Stages transferred(Instant now) {
            return new Stages(sourceReadyAt, cloningAt, transferredAt == null ? now : transferredAt, null);
        }

        public Stages verified(Instant now) {
            return new Stages(
                    sourceReadyAt,
                    cloningAt,
                    transferredAt == null ? now : transferredAt,
                    verifiedAt == null ? now : verifiedAt);
        }
    }

    /** Where a staged session keeps the disk in between. */
    public record Staging(
            @Nullable String backendId,
            @Nullable String path,
            @Nullable Long sizeBytes,
            @Nullable String status) {
        public static final Staging NONE = new Staging(null, null, null, null);
    }

    public boolean started() {
        return startedAt != null;
    }

    /** Started and not over: it holds both disks. */
    public boolean active() {
        return started() && !status.terminal();
    }

    /** Copies with some fields changed: set them, then {@link Change#apply}. */
    public Change change() {
        return new Change(this);
    }

    /** A draft of a changed session. */
    public static final class Change {
        private final SessionRow row;
        public @Nullable String name;
        public SessionStatus status;
        public Side source;
        public Side target;
        public @Nullable String sourceIp;
        public int sourcePort;
        public ResizeMode resizeMode;
        public @Nullable String planJson;
        public @Nullable Long sourceSizeBytes;
        public @Nullable Long bytesTotal;
        public long bytesTransferred;
        public @Nullable Long transferRateBps;
        public long verifiedBytes;
        public List<PartitionNote> notes;
        public Stages stages;
        public @Nullable String error;
        public @Nullable Instant startedAt;
        public @Nullable Instant completedAt;

        private Change(SessionRow row) {
            this.row = row;
            name = row.name;
            status = row.status;
            source = row.source;
            target = row.target;
            sourceIp = row.sourceIp;
            sourcePort = row.sourcePort;
            resizeMode = row.resizeMode;
            planJson = row.planJson;
            sourceSizeBytes = row.sourceSizeBytes;
            bytesTotal = row.bytesTotal;
            bytesTransferred = row.bytesTransferred;
            transferRateBps = row.transferRateBps;
            verifiedBytes = row.verifiedBytes;
            notes = row.notes;
            stages = row.stages;
            error = row.error;
            startedAt = row.startedAt;
            completedAt = row.completedAt;
        }

        public SessionRow apply() {
            return new SessionRow(
                    row.id,
                    name,
                    status,
                    row.mode,
                    source,
                    target,
                    sourceIp,
                    sourcePort,
                    row.wantedPort,
                    row.staging,
                    resizeMode,
                    planJson,
                    sourceSizeBytes,
                    bytesTotal,
                    bytesTransferred,
                    transferRateBps,
                    verifiedBytes,
                    row.rescue,
                    List.copyOf(notes),
                    stages,
                    error,
                    row.createdAt,
                    startedAt,
                    completedAt,
                    row.createdBy);
        }
    }
}
