package io.pureboot.controller.session;

import io.pureboot.controller.ca.CertificateAuthority;
import io.pureboot.controller.check.Fields;
import io.pureboot.controller.store.ReceiptStore;
import io.pureboot.controller.store.SessionRow;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import io.pureboot.protocol.session.CloneComplete;
import io.pureboot.protocol.session.CloneFailed;
import io.pureboot.protocol.session.CloneProgressUpdate;
import io.pureboot.protocol.session.CloneRole;
import io.pureboot.protocol.session.Receipt;
import io.pureboot.protocol.session.SessionStatus;
import java.time.Clock;
import java.util.Locale;

/** What the nodes say while they clone and at the end. */
public final class CloneCallbacks {
    private static final int MAX_ERROR = 4000;

    private final Sessions sessions;
    private final ReceiptStore receipts;
    private final ReceiptCheck receiptCheck;
    private final SessionEvents events;
    private final Clock clock;

    CloneCallbacks(
            Sessions sessions,
            ReceiptStore receipts,
            CertificateAuthority authority,
            SessionEvents events,
            Clock clock) {
        this.sessions = sessions;
        this.receipts = receipts;
        this.receiptCheck = new ReceiptCheck(authority);
        this.events = events;
        this.clock = clock;
    }

    public SessionRow progress(String sessionId, String nodeId, CloneProgressUpdate update) {
        ProgressRules.check(update);
        Sessions.Changed changed = sessions.change(sessionId, row -> {
            Roles.require(row, update.role(), nodeId);
            SessionStatus next = SessionMachine.next(row.status(), row.started(), SessionEvent.PROGRESS);
            return next.terminal() ? row : ProgressRules.apply(row, update, next, clock.instant());
        });
        if (!changed.after().equals(changed.before())) {
            events.progress(changed.after());
        }
        return changed.after();
    }

    /** Only the target may say so, and only with the receipt; said again it changes nothing. */
    public SessionRow complete(String sessionId, String nodeId, CloneComplete complete) {
        new Fields().required("role", complete.role()).orThrow();
        if (complete.role() != CloneRole.TARGET) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN, "Only the target, which has read its disk back, may complete a clone.");
        }
        Sessions.Changed changed = sessions.change(sessionId, row -> {
            Roles.require(row, CloneRole.TARGET, nodeId);
            SessionStatus next = SessionMachine.next(row.status(), row.started(), SessionEvent.COMPLETE);
            if (row.status().terminal()) {
                return row;
            }
            Receipt receipt = receiptCheck.check(row, complete.receipt());
            if (complete.receipt() != null) {
                receipts.add(sessionId, complete.receipt(), clock.instant());
            }
            SessionRow.Change change = row.change();
            change.status = next;
            change.completedAt = clock.instant();
            change.stages = row.stages().verified(clock.instant());
            change.error = null;
            // The last update of progress may be from long before the end; the receipt is what was proved.
            change.bytesTotal = receipt.bytesUsed();
            change.bytesTransferred = receipt.bytesUsed();
            change.verifiedBytes = receipt.bytesVerified();
            SessionRow.Progress last = row.target().progress();
            change.target = row.target().at(new SessionRow.Progress(last.sequence(), null, last.bytes()));
            return change.apply();
        });
        if (changed.entered(SessionStatus.COMPLETED)) {
            events.completed(changed.after());
        }
        return changed.after();
    }

    /** Either node may give up; after the end it changes nothing. */
    public SessionRow failed(String sessionId, String nodeId, CloneFailed failure) {
        new Fields()
                .required("error_message", failure.errorMessage())
                .check(
                        failure.errorMessage() == null
                                || !failure.errorMessage().isBlank(),
                        "error_message",
                        "must not be blank")
                .text("error_code", failure.errorCode(), 100)
                .orThrow();
        Sessions.Changed changed = sessions.change(sessionId, row -> {
            Roles.requireAny(row, nodeId);
            CloneRole role = failure.role();
            if (role != null) {
                Roles.require(row, role, nodeId);
            }
            SessionStatus next = SessionMachine.next(row.status(), row.started(), SessionEvent.FAIL);
            if (row.status().terminal()) {
                return row;
            }
            SessionRow.Change change = row.change();
            change.status = next;
            change.completedAt = clock.instant();
            change.error = message(row, nodeId, failure.errorMessage());
            return change.apply();
        });
        if (changed.entered(SessionStatus.FAILED)) {
            events.failed(changed.after(), failure.errorCode());
        }
        return changed.after();
    }

    private static String message(SessionRow row, String nodeId, String text) {
        CloneRole role = nodeId.equals(row.source().nodeId()) ? CloneRole.SOURCE : CloneRole.TARGET;
        String plain = text.replaceAll("\\p{Cntrl}+", " ").strip();
        String whole = role.name().toLowerCase(Locale.ROOT) + ": " + plain;
        return whole.length() <= MAX_ERROR ? whole : whole.substring(0, MAX_ERROR);
    }
}
