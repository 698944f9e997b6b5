package io.pureboot.controller.session;

import static io.pureboot.controller.session.SessionEvent.CANCEL;
import static io.pureboot.controller.session.SessionEvent.COMPLETE;
import static io.pureboot.controller.session.SessionEvent.FAIL;
import static io.pureboot.controller.session.SessionEvent.PROGRESS;
import static io.pureboot.controller.session.SessionEvent.SOURCE_READY;
import static io.pureboot.controller.session.SessionEvent.START;

import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import io.pureboot.protocol.session.SessionStatus;
import java.util.Locale;
import java.util.Map;

/**
 * The table of transitions. A state that leads to itself takes the event without changing: a source that restarts is
 * ready again, and what a node says after the end, because it could not say it before, is heard and dropped. What is
 * not in the table is refused with a 409: nothing revives a session that is over.
 */
public final class SessionMachine {
    private static final Map<SessionEvent, SessionStatus> WAITING =
            Map.of(START, SessionStatus.PENDING, CANCEL, SessionStatus.CANCELLED);

    private static final Map<SessionStatus, Map<SessionEvent, SessionStatus>> STARTED = Map.of(
            SessionStatus.PENDING,
            Map.of(
                    SOURCE_READY, SessionStatus.SOURCE_READY,
                    FAIL, SessionStatus.FAILED,
                    CANCEL, SessionStatus.CANCELLED),
            SessionStatus.SOURCE_READY,
            Map.of(
                    SOURCE_READY, SessionStatus.SOURCE_READY,
                    PROGRESS, SessionStatus.CLONING,
                    COMPLETE, SessionStatus.COMPLETED,
                    FAIL, SessionStatus.FAILED,
                    CANCEL, SessionStatus.CANCELLED),
            SessionStatus.CLONING,
            Map.of(
                    SOURCE_READY, SessionStatus.CLONING,
                    PROGRESS, SessionStatus.CLONING,
                    COMPLETE, SessionStatus.COMPLETED,
                    FAIL, SessionStatus.FAILED,
                    CANCEL, SessionStatus.CANCELLED),
            SessionStatus.COMPLETED,
            Map.of(
                    PROGRESS, SessionStatus.COMPLETED,
                    COMPLETE, SessionStatus.COMPLETED,
                    FAIL, SessionStatus.COMPLETED),
            SessionStatus.FAILED,
            Map.of(FAIL, SessionStatus.FAILED),
            SessionStatus.CANCELLED,
            Map.of(FAIL, SessionStatus.CANCELLED));

    private SessionMachine() {}

    /** {@code started} tells a pending session that waits for its source from one nobody has started yet. */
    public static SessionStatus next(SessionStatus from, boolean started, SessionEvent event) {
        Map<SessionEvent, SessionStatus> row =
                !started && from == SessionStatus.PENDING ? WAITING : STARTED.getOrDefault(from, Map.of());
        SessionStatus to = row.get(event);
        if (to == null && started && event == START) {
            throw new ProblemException(
                    ProblemType.SESSION_STATE,
                    "The session was started already, it is " + name(from) + ": a session is started only once.");
        }
        if (to == null) {
            throw new ProblemException(
                    ProblemType.SESSION_STATE,
                    "The session is " + name(from) + (started ? "" : " and not started") + ": " + name(event)
                            + " is not possible.");
        }
        return to;
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
