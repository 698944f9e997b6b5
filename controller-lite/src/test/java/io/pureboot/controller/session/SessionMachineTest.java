package io.pureboot.controller.session;

import static io.pureboot.protocol.session.SessionStatus.CANCELLED;
import static io.pureboot.protocol.session.SessionStatus.CLONING;
import static io.pureboot.protocol.session.SessionStatus.COMPLETED;
import static io.pureboot.protocol.session.SessionStatus.FAILED;
import static io.pureboot.protocol.session.SessionStatus.PENDING;
import static io.pureboot.protocol.session.SessionStatus.SOURCE_READY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import io.pureboot.protocol.session.SessionStatus;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SessionMachineTest {
    /** A cell; {@code to} null means a 409. */
    record Cell(
            SessionStatus from,
            boolean started,
            SessionEvent event,
            @Nullable SessionStatus to) {}

    /** The whole table, written out once more: a change must be made in both places, on purpose. */
    static List<Cell> cells() {
        List<Cell> all = new ArrayList<>();
        //                             START    READY         PROGRESS   COMPLETE   FAIL       CANCEL
        row(all, PENDING, false, PENDING, null, null, null, null, CANCELLED);
        row(all, PENDING, true, null, SOURCE_READY, null, null, FAILED, CANCELLED);
        row(all, SOURCE_READY, true, null, SOURCE_READY, CLONING, COMPLETED, FAILED, CANCELLED);
        row(all, CLONING, true, null, CLONING, CLONING, COMPLETED, FAILED, CANCELLED);
        row(all, COMPLETED, true, null, null, COMPLETED, COMPLETED, COMPLETED, null);
        row(all, FAILED, true, null, null, null, null, FAILED, null);
        row(all, CANCELLED, true, null, null, null, null, CANCELLED, null);
        row(all, CANCELLED, false, null, null, null, null, CANCELLED, null);
        return all;
    }

    private static void row(List<Cell> all, SessionStatus from, boolean started, @Nullable SessionStatus... to) {
        SessionEvent[] events = SessionEvent.values();
        assertEquals(events.length, to.length);
        for (int i = 0; i < events.length; i++) {
            all.add(new Cell(from, started, events[i], to[i]));
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    @DisplayName("AR2 TS3 every state and event: the table's answer or a 409")
    void cell(Cell cell) {
        if (cell.to() != null) {
            assertEquals(cell.to(), SessionMachine.next(cell.from(), cell.started(), cell.event()));
        } else {
            ProblemException refused = assertThrows(
                    ProblemException.class, () -> SessionMachine.next(cell.from(), cell.started(), cell.event()));
            assertEquals(ProblemType.SESSION_STATE, refused.type());
        }
    }
}
