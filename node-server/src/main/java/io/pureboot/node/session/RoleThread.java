package io.pureboot.node.session;

import io.pureboot.protocol.node.Order;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import io.pureboot.protocol.session.CloneFailed;
import io.pureboot.protocol.session.CloneRole;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
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
            List<RoleThread> predecessors) {
        this.parts = parts;
        this.order = order;
        this.sessionId = sessionId;
        this.role = role;
        this.run = run;
        this.thread = new Thread(
                () -> {
                    predecessors.stream()
                            .filter(before -> before.device().equals(device()))
                            .forEach(RoleThread::awaitEnd);
                    work();
                },
                "session-" + role.name().toLowerCase(Locale.ROOT));
        thread.setDaemon(true);
    }

    /** @param predecessors waited for when they are about the same disk, which they may still hold */
    static RoleThread start(Order order, SessionParts parts, List<RoleThread> predecessors) {
        RoleThread made = switch (order) {
            case Order.Source source ->
                new RoleThread(
                        order,
                        parts,
                        source.sessionId(),
                        CloneRole.SOURCE,
                        new SourceRole(source, parts),
                        predecessors);
            case Order.Target target ->
                new RoleThread(
                        order,
                        parts,
                        target.sessionId(),
                        CloneRole.TARGET,
                        new TargetRole(target, parts),
                        predecessors);
            default -> throw new IllegalArgumentException("no role: " + order);
        };
        LOG.info("session {} {} starts", made.sessionId, made.role);
        made.thread.start();
        return made;
    }

    /** Whether this already does, did, or has just taken over what the order says. */
    boolean follows(Order wanted) {
        if (wanted.equals(order) || order instanceof Order.Target target && wanted.equals(target.begun())) {
            order = wanted;
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

    /** Whether it has let go of its disk. */
    boolean ended() {
        return ended;
    }

    private void awaitEnd() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new CancellationException("interrupted");
        }
    }

    /** Waits until it has let go of its disk, or for this long. */
    void awaitEnd(Duration limit) {
        try {
            thread.join(limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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

    private String device() {
        return shown().device();
    }

    ActiveSession shown() {
        return run.state().shown();
    }
}
