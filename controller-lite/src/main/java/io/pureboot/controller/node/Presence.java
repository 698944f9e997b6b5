package io.pureboot.controller.node;

import io.pureboot.controller.event.EventBus;
import io.pureboot.controller.store.NodeRow;
import io.pureboot.controller.store.NodeStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When each node was last heard from. Kept in memory and written back now and then: five hundred heartbeats a second
 * must not be five hundred writes a second. Thread-safe.
 */
public final class Presence {
    private final Duration window;
    private final Clock clock;
    private final NodeStore store;
    private final EventBus events;
    private final Map<String, Instant> seen = new ConcurrentHashMap<>();
    private final Set<String> online = ConcurrentHashMap.newKeySet();
    private final Set<String> unwritten = ConcurrentHashMap.newKeySet();

    /** {@code window}: how long after its last word a node still counts as online. */
    public Presence(Duration window, Clock clock, Nodes nodes, NodeStore store, EventBus events) {
        this.window = window;
        this.clock = clock;
        this.store = store;
        this.events = events;
        for (NodeRow row : nodes.all()) {
            Instant last = row.lastSeenAt();
            if (last != null) {
                seen.put(row.id(), last);
            }
        }
    }

    public void seen(String nodeId) {
        seen.put(nodeId, clock.instant());
        unwritten.add(nodeId);
        if (online.add(nodeId)) {
            events.publish("node.online", Map.of("node_id", nodeId));
        }
    }

    public Optional<Instant> lastSeen(String nodeId) {
        return Optional.ofNullable(seen.get(nodeId));
    }

    public boolean online(String nodeId) {
        Instant last = seen.get(nodeId);
        return last != null && Duration.between(last, clock.instant()).compareTo(window) <= 0;
    }

    public void forget(String nodeId) {
        seen.remove(nodeId);
        online.remove(nodeId);
        unwritten.remove(nodeId);
    }

    /** Says of which nodes nothing was heard for too long; to be called about once a second. */
    public void tick() {
        for (String nodeId : online) {
            if (!online(nodeId) && online.remove(nodeId)) {
                events.publish("node.offline", Map.of("node_id", nodeId));
            }
        }
    }

    /** Writes to the store what is newer than it. */
    public void flush() {
        Map<String, Instant> changed = new HashMap<>();
        for (String nodeId : Set.copyOf(unwritten)) {
            unwritten.remove(nodeId);
            lastSeen(nodeId).ifPresent(at -> changed.put(nodeId, at));
        }
        if (!changed.isEmpty()) {
            store.saveSeen(changed);
        }
    }
}
