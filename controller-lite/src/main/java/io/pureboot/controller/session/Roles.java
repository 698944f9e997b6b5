package io.pureboot.controller.session;

import io.pureboot.controller.store.SessionRow;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import io.pureboot.protocol.session.CloneRole;
import java.util.Locale;

/** Which node has which role in a session. */
final class Roles {
    private Roles() {}

    static SessionRow.Side side(SessionRow row, CloneRole role) {
        return role == CloneRole.SOURCE ? row.source() : row.target();
    }

    /** A 403 unless this node has this role in the session. */
    static void require(SessionRow row, CloneRole role, String nodeId) {
        if (!nodeId.equals(side(row, role).nodeId())) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN,
                    "Node " + nodeId + " is not the " + role.name().toLowerCase(Locale.ROOT) + " of session " + row.id()
                            + ".");
        }
    }

    /** A 403 unless this node takes part in the session. */
    static void requireAny(SessionRow row, String nodeId) {
        if (!nodeId.equals(row.source().nodeId()) && !nodeId.equals(row.target().nodeId())) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN, "Node " + nodeId + " takes no part in session " + row.id() + ".");
        }
    }
}
