package io.pureboot.controller.session;

import io.pureboot.controller.node.OrderSource;
import io.pureboot.controller.store.SessionRow;
import io.pureboot.protocol.node.Order;
import io.pureboot.protocol.session.CloneMode;
import io.pureboot.protocol.session.SessionStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What running sessions want of their nodes, from memory. A session that is over leaves a release behind, so that its
 * nodes learn why and drop what they kept for it. A node that has taken it up is not told again, and a node that stays
 * away is told of the last ones only.
 */
public final class SessionOrders implements OrderSource {
    static final int RELEASES_KEPT = 100;

    private final Map<String, SessionRow> active = new ConcurrentHashMap<>();
    private final List<Over> over = new ArrayList<>();

    /** A session that is over, and its nodes that have not taken up the release. */
    private record Over(SessionRow row, Set<String> untold) {
        static Over of(SessionRow row) {
            Set<String> nodes = new HashSet<>();
            nodes.add(row.source().nodeId());
            nodes.add(row.target().nodeId());
            return new Over(row, nodes);
        }
    }

    /** To be told of every session as it now is. */
    void put(SessionRow row) {
        if (row.active()) {
            active.put(row.id(), row);
        } else if (active.remove(row.id()) != null) {
            synchronized (over) {
                over.add(Over.of(row));
                if (over.size() > RELEASES_KEPT) {
                    over.removeFirst();
                }
            }
        }
    }

    /** To be told once of sessions that were over before this controller started, newest first: nodes may not know yet. */
    void released(List<SessionRow> rows) {
        synchronized (over) {
            over.addAll(0, rows.reversed().stream().map(Over::of).toList());
        }
    }

    List<SessionRow> active() {
        return active.values().stream()
                .sorted(Comparator.comparing(SessionRow::createdAt).thenComparing(SessionRow::id))
                .toList();
    }

    @Override
    public List<Order> ordersFor(String nodeId) {
        List<Order> orders = new ArrayList<>();
        for (SessionRow row : active()) {
            if (row.mode() == CloneMode.DIRECT) {
                if (nodeId.equals(row.source().nodeId())) {
                    orders.add(source(row));
                }
                if (nodeId.equals(row.target().nodeId()) && row.status() != SessionStatus.PENDING) {
                    orders.add(target(row));
                }
            }
        }
        synchronized (over) {
            for (Over each : over) {
                if (each.untold().contains(nodeId)) {
                    orders.add(new Order.Release(each.row().id(), reason(each.row())));
                }
            }
        }
        return orders;
    }

    @Override
    public boolean taken(String nodeId, List<Order> orders) {
        Set<String> released = orders.stream()
                .filter(Order.Release.class::isInstance)
                .map(order -> ((Order.Release) order).sessionId())
                .collect(Collectors.toSet());
        synchronized (over) {
            over.stream()
                    .filter(each -> released.contains(each.row().id()))
                    .forEach(each -> each.untold().remove(nodeId));
        }
        return !released.isEmpty();
    }

    /** The running session a node takes part in; the oldest when there are several. */
    public Optional<SessionRow> of(String nodeId) {
        return active().stream()
                .filter(row -> nodeId.equals(row.source().nodeId())
                        || nodeId.equals(row.target().nodeId()))
                .findFirst();
    }

    /** {@code serving_source}, {@code cloning_target} or an empty text. */
    public String workOf(String nodeId) {
        return of(nodeId)
                .map(row -> nodeId.equals(row.source().nodeId()) ? "serving_source" : "cloning_target")
                .orElse("");
    }

    private static Order source(SessionRow row) {
        return new Order.Source(
                row.id(),
                row.source().device(),
                row.source().identity(),
                row.source().contents(),
                row.wantedPort(),
                row.rescue());
    }

    private static Order target(SessionRow row) {
        Order.Target order = new Order.Target(
                row.id(),
                row.target().device(),
                row.target().identity(),
                row.target().contents(),
                String.valueOf(row.source().nodeId()),
                url(String.valueOf(row.sourceIp()), row.sourcePort()),
                row.resizeMode().name().toLowerCase(Locale.ROOT),
                row.rescue());
        return row.stages().begun() ? order.begun() : order;
    }

    static String url(String ip, int port) {
        return "https://" + (ip.indexOf(':') >= 0 ? "[" + ip + "]" : ip) + ":" + port;
    }

    private static String reason(SessionRow row) {
        @Nullable String error = row.error();
        String status = row.status().name().toLowerCase(Locale.ROOT);
        return error == null ? status : status + ": " + error;
    }
}
