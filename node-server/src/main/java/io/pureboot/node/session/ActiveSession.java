package io.pureboot.node.session;

import io.pureboot.protocol.session.CloneRole;
import io.pureboot.protocol.session.PartitionNote;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a node's own page shows of a session.
 *
 * @param phase {@code preparing}, {@code serving}, {@code transferring}, {@code verifying}, {@code resizing}, {@code
 *     completed}, {@code failed} or {@code stopped}
 * @param bytes done within the phase
 * @param rate bytes a second
 * @param error why it failed, or null
 */
public record ActiveSession(
        String sessionId,
        CloneRole role,
        String device,
        String phase,
        long bytes,
        long total,
        long rate,
        List<PartitionNote> notes,
        @Nullable String error) {
    public ActiveSession {
        notes = List.copyOf(notes);
    }

    /** Whether nothing is read or written for it any more. */
    public boolean over() {
        return List.of("completed", "failed", "stopped").contains(phase);
    }
}
