package io.pureboot.node.session;

import io.pureboot.node.transfer.Cancellation;
import io.pureboot.protocol.node.Order;
import io.pureboot.protocol.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/** The work of one role, from its order to its end. */
interface RoleRun {
    /** Returns when done; throws CancellationException when stopped, anything else when it failed. */
    void run() throws Exception;

    RoleState state();

    Cancellation cancellation();

    /** Takes a changed order over without starting again; false when that order is another work. */
    boolean redirect(Order changed);

    /** How a failure is told to the controller. */
    static String slug(ProblemType type) {
        return type.urn().substring(type.urn().lastIndexOf(':') + 1);
    }

    /** A sentence for a person. */
    static String sentence(@Nullable String message, Throwable failure) {
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
    }
}
