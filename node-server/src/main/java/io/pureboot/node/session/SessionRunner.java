package io.pureboot.node.session;

import io.pureboot.node.disk.DiskScanner;
import io.pureboot.node.filesystem.ExtentMapper;
import io.pureboot.node.transfer.TransferJournal;
import io.pureboot.protocol.node.Order;
import io.pureboot.protocol.session.CloneRole;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what the orders say of clone sessions: starts roles, stops those no longer wanted. */
public final class SessionRunner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SessionRunner.class);
    private static final Duration STOPPING_LIMIT = Duration.ofSeconds(5);

    private record Key(String sessionId, CloneRole role) {}

    private final SessionParts parts;
    private final Map<Key, RoleThread> roles = new HashMap<>();
    /** Told to stop; each may hold its disk for a moment longer. */
    private final List<RoleThread> stopping = new ArrayList<>();

    /** With the machine's own disks. */
    public SessionRunner(
            DiskScanner scanner,
            ExtentMapper mapper,
            SessionReports reports,
            KernelNotice kernel,
            SessionSettings settings) {
        this(new SessionParts(scanner, mapper, reports, Devices.direct(), kernel, settings));
    }

    SessionRunner(SessionParts parts) {
        this.parts = parts;
    }

    /**
     * Makes what runs equal to what is ordered; returns at once. A role that ended, well or not, starts again only when
     * its order changes.
     */
    public synchronized void apply(List<Order> orders) {
        Map<Key, Order> wanted = new HashMap<>();
        for (Order order : orders) {
            Key key = key(order);
            if (key != null) {
                wanted.put(key, order);
            }
        }
        for (Order order : orders) {
            if (order instanceof Order.Release release) {
                wanted.keySet().removeIf(key -> key.sessionId().equals(release.sessionId()));
                forget(release.sessionId());
            }
        }
        roles.entrySet().removeIf(entry -> {
            boolean unwanted = !wanted.containsKey(entry.getKey());
            if (unwanted) {
                stop(entry.getValue());
            }
            return unwanted;
        });
        wanted.forEach(this::start);
    }

    private static @Nullable Key key(Order order) {
        return switch (order) {
            case Order.Source source -> new Key(source.sessionId(), CloneRole.SOURCE);
            case Order.Target target -> new Key(target.sessionId(), CloneRole.TARGET);
            case Order.Release ignored -> null;
            case Order.Scan ignored -> null;
            case Order.Command ignored -> null;
            case Order.Partition ignored -> null;
        };
    }

    private void start(Key key, Order order) {
        RoleThread running = roles.get(key);
        if (running == null || !running.follows(order)) {
            if (running != null) {
                stop(running);
            }
            roles.put(key, RoleThread.start(order, parts, stopping()));
        }
    }

    private void stop(RoleThread role) {
        role.stop();
        stopping.add(role);
    }

    private List<RoleThread> stopping() {
        stopping.removeIf(RoleThread::ended);
        return List.copyOf(stopping);
    }

    private void forget(String sessionId) {
        try {
            new TransferJournal(parts.settings().journals(), sessionId).delete();
        } catch (IOException e) {
            LOG.warn("the journal of session {} stays: {}", sessionId, e.getMessage());
        }
    }

    /** What this node works at or has worked at since it was last told to forget. */
    public synchronized List<ActiveSession> active() {
        return Stream.concat(roles.values().stream(), stopping().stream())
                .map(RoleThread::shown)
                .toList();
    }

    /** Waits until every role that was told to stop has let go of its disk; some seconds at most. */
    public void awaitStopped() {
        List<RoleThread> awaited;
        synchronized (this) {
            awaited = stopping();
        }
        long deadline = System.nanoTime() + STOPPING_LIMIT.toNanos();
        for (RoleThread role : awaited) {
            role.awaitEnd(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
        }
    }

    /** Stops everything. */
    @Override
    public synchronized void close() {
        roles.values().forEach(this::stop);
        roles.clear();
    }
}
