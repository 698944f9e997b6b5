package io.pureboot.node.session;

import io.pureboot.protocol.node.Order;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import io.pureboot.protocol.session.CloneFailed;
import io.pureboot.protocol.session.CloneRole;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A role at work in its own thread. */
final class RoleThread {
    private static final Logger LOG = LoggerFactory.getLogger(RoleThread.class);

    private final SessionParts parts;
    private final String sessionId;
    private final CloneRole role;
    private final RoleRun run;
    private final Thread thread;
    private Order order;
    private volatile boolean stopped;
    private volatile boolean ended;

    private RoleThread(
            Order order,
            SessionParts parts,
            String sessionId,
            CloneRole role,
            RoleRun run,
            @Nullable RoleThread predecessor) {
        this.parts = parts;
        this.order = order;
        this.sessionId = sessionId;
        this.role = role;
        this.run = run;
        this.thread = new Thread(
                () -> {
                    if (predecessor != null) {
                        predecessor.awaitEnd();
                    }
                    work();
                },
                "session-" + role.name().toLowerCase(Locale.ROOT));
        thread.setDaemon(true);
    }

    /** @param predecessor that may still hold the disk; waited for */
    static RoleThread start(Order order, SessionParts parts, @Nullable RoleThread predecessor) {
        RoleThread made = switch (order) {
            case Order.Source source ->
                new RoleThread(
                        order, parts, source.sessionId(), CloneRole.SOURCE, new SourceRole(source, parts), predecessor);
            case Order.Target target ->
                new RoleThread(
                        order, parts, target.sessionId(), CloneRole.TARGET, new TargetRole(target, parts), predecessor);
            default -> throw new IllegalArgumentException("no role: " + order);
        };
        LOG.info("session {} {} starts", made.sessionId, made.role);
        made.thread.start();
        return made;
    }

    /** Whether this already does, did, or has just taken over what the order says. */
    boolean follows(Order wanted) {
        if (wanted.equals(order)) {
            return true;
        }
        if (!ended && run.redirect(wanted)) {
            order = wanted;
            return true;
        }
        return false;
    }

    void stop() {
        stopped = true;
        run.cancellation().cancel();
    }

    private void awaitEnd() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new CancellationException("interrupted");
        }
    }

    private void work() {
        try {
            run.run();
            LOG.info("session {} {} done", sessionId, role);
        } catch (Throwable e) {
            end(e);
        } finally {
            ended = true;
        }
    }

    private void end(Throwable failure) {
        if (stopped) {
            run.state().phase("stopped");
            LOG.info("session {} {} stopped", sessionId, role);
            parts.reports().stopped();
            return;
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        ProblemType type = cause instanceof ProblemException problem
                ? problem.type()
                : cause instanceof IOException ? ProblemType.DEVICE_IO : ProblemType.INTERNAL;
        String message = RoleRun.sentence(cause.getMessage(), cause);
        LOG.error("session {} {} failed", sessionId, role, cause);
        run.state().failed(message);
        parts.reports().failed(sessionId, new CloneFailed(message, RoleRun.slug(type), role));
    }

    ActiveSession shown() {
        return run.state().shown();
    }
}
