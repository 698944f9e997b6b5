package io.pureboot.node.session;

import io.pureboot.node.transfer.TransferProgress;
import io.pureboot.protocol.session.CloneProgressUpdate;
import io.pureboot.protocol.session.CloneRole;
import io.pureboot.protocol.session.PartitionNote;
import io.pureboot.protocol.session.TransferPhase;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How far a role is, for the node's page and for the controller. Safe for several threads. */
final class RoleState {
    private final String sessionId;
    private final CloneRole role;
    private final String device;
    private String phase = "preparing";
    private List<PartitionNote> notes = List.of();
    private TransferProgress.@Nullable Snapshot last;
    private @Nullable String error;
    private long sequence;

    RoleState(String sessionId, CloneRole role, String device) {
        this.sessionId = sessionId;
        this.role = role;
        this.device = device;
    }

    synchronized void phase(String name) {
        phase = name;
    }

    synchronized void notes(List<PartitionNote> found) {
        notes = found;
    }

    synchronized void failed(String reason) {
        phase = "failed";
        error = reason;
    }

    /** The update that tells of a target's progress. */
    synchronized CloneProgressUpdate target(TransferProgress.Snapshot progress) {
        last = progress;
        phase = progress.phase().name().toLowerCase(Locale.ROOT);
        return update(progress.bytes(), progress.rate(), progress.phase(), progress.total());
    }

    /** The update that tells what a source has served. */
    synchronized CloneProgressUpdate source(long served, long rate, long total) {
        last = new TransferProgress.Snapshot(TransferPhase.TRANSFERRING, served, total, rate);
        phase = "serving";
        return update(served, rate, TransferPhase.TRANSFERRING, total);
    }

    private CloneProgressUpdate update(long bytes, long rate, TransferPhase reported, long total) {
        // Above that of a run before a restart of this process, too.
        sequence = Math.max(sequence + 1, System.currentTimeMillis());
        return new CloneProgressUpdate(role, bytes, rate, reported, total, sequence);
    }

    synchronized ActiveSession shown() {
        TransferProgress.Snapshot progress = last;
        return new ActiveSession(
                sessionId,
                role,
                device,
                phase,
                progress == null ? 0 : progress.bytes(),
                progress == null ? 0 : progress.total(),
                progress == null || error != null ? 0 : progress.rate(),
                notes,
                error);
    }
}
