package io.pureboot.demo;

import io.pureboot.protocol.session.CloneSession;
import io.pureboot.protocol.session.SessionStatus;
import io.pureboot.protocol.session.TransferPhase;
import java.io.IOException;

/** Follows a clone session to its end and shows it. */
public final class CloneWatch {
    private static final long BETWEEN_MILLIS = 100;

    private final Cluster cluster;
    private final ProgressLine progress;

    public CloneWatch(Cluster cluster, ProgressLine progress) {
        this.cluster = cluster;
        this.progress = progress;
    }

    /** @return the session in a final state */
    public CloneSession follow(String sessionId) throws IOException, InterruptedException {
        try {
            while (true) {
                CloneSession session = cluster.client().session(sessionId);
                show(session);
                if (session.status().terminal()) {
                    return session;
                }
                cluster.requireAlive();
                Thread.sleep(BETWEEN_MILLIS);
            }
        } finally {
            progress.end();
        }
    }

    public void show(CloneSession session) {
        Long total = session.bytesTotal();
        Long rate = session.transferRateBps();
        Long verified = session.verifiedBytes();
        boolean verifying = session.phase() == TransferPhase.VERIFYING;
        progress.show(
                phase(session),
                verifying && verified != null ? verified : session.bytesTransferred(),
                total == null ? 0 : total,
                rate == null || session.status().terminal() ? 0 : rate);
    }

    private static String phase(CloneSession session) {
        if (session.status() == SessionStatus.CLONING) {
            TransferPhase phase = session.phase();
            return phase == null ? "cloning" : phase.name().toLowerCase(java.util.Locale.ROOT);
        }
        return session.status().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
}
