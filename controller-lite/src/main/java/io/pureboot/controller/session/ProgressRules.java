package io.pureboot.controller.session;

import io.pureboot.controller.check.Fields;
import io.pureboot.controller.store.SessionRow;
import io.pureboot.protocol.session.CloneProgressUpdate;
import io.pureboot.protocol.session.CloneRole;
import io.pureboot.protocol.session.SessionStatus;
import io.pureboot.protocol.session.TransferPhase;
import java.time.Instant;
import java.util.Objects;

/**
 * What an update of progress changes. A replay, an older phase or a smaller number within a phase changes nothing: the
 * offline queue may send twice, and a number on the screen must not run backwards.
 */
final class ProgressRules {
    private ProgressRules() {}

    static void check(CloneProgressUpdate update) {
        new Fields()
                .required("role", update.role())
                .range("bytes_transferred", update.bytesTransferred(), 0, Long.MAX_VALUE)
                .range("transfer_rate_bps", update.transferRateBps(), 0, Long.MAX_VALUE)
                .range("bytes_total", update.bytesTotal(), 0, Long.MAX_VALUE)
                .range("sequence", update.sequence(), 0, Long.MAX_VALUE)
                .orThrow();
    }

    static SessionRow apply(SessionRow row, CloneProgressUpdate update, SessionStatus next, Instant now) {
        boolean source = update.role() == CloneRole.SOURCE;
        SessionRow.Side side = source ? row.source() : row.target();
        TransferPhase phase = Objects.requireNonNullElse(update.status(), TransferPhase.TRANSFERRING);
        SessionRow.Change change = row.change();
        change.status = next;
        if (stale(side.progress(), update, phase)) {
            return change.apply();
        }
        SessionRow.Side moved = side.at(new SessionRow.Progress(update.sequence(), phase, update.bytesTransferred()));
        if (source) {
            change.source = moved;
            return change.apply();
        }
        change.target = moved;
        change.transferRateBps = update.transferRateBps();
        switch (phase) {
            case TRANSFERRING -> {
                change.bytesTransferred = update.bytesTransferred();
                change.verifiedBytes = 0;
                change.stages = row.stages().cloning(now);
                change.bytesTotal = Objects.requireNonNullElse(
                        update.bytesTotal(), Objects.requireNonNullElse(row.bytesTotal(), 0L));
                change.bytesTotal = change.bytesTotal == 0 ? null : change.bytesTotal;
            }
            case VERIFYING -> {
                change.verifiedBytes = update.bytesTransferred();
                change.stages = row.stages().transferred(now);
            }
            case RESIZING -> change.stages = row.stages().verified(now);
        }
        return change.apply();
    }

    private static boolean stale(SessionRow.Progress last, CloneProgressUpdate update, TransferPhase phase) {
        Long seen = last.sequence();
        Long sequence = update.sequence();
        if (seen != null && sequence != null && sequence <= seen) {
            return true;
        }
        TransferPhase lastPhase = last.phase();
        if (lastPhase == null) {
            return false;
        }
        return phase.compareTo(lastPhase) < 0 || (phase == lastPhase && update.bytesTransferred() < last.bytes());
    }
}
