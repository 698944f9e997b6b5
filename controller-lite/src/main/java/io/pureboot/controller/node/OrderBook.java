package io.pureboot.controller.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.pureboot.protocol.ProtocolJson;
import io.pureboot.protocol.node.Order;
import io.pureboot.protocol.node.Orders;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is wanted of each node, and who waits for it to change. The version is a digest of the list: equal lists have
 * equal versions, also after a restart of the controller. Thread-safe.
 */
public final class OrderBook {
    /** Fits a JavaScript number. */
    private static final long VERSION_MASK = (1L << 52) - 1;

    private final List<OrderSource> sources = new CopyOnWriteArrayList<>();
    private final Map<String, Orders> current = new ConcurrentHashMap<>();
    private final Map<String, Set<Waiter>> waiters = new ConcurrentHashMap<>();

    private record Waiter(long after, CompletableFuture<Orders> answer) {}

    public void add(OrderSource source) {
        sources.add(source);
    }

    public Orders current(String nodeId) {
        return current.computeIfAbsent(nodeId, this::compute);
    }

    /**
     * Answers at once when the version is not {@code after}, else when it changes or the time is over. A node names the
     * version it has taken up.
     */
    public CompletableFuture<Orders> await(String nodeId, @Nullable Long after, Duration limit) {
        Orders now = current(nodeId);
        if (after != null && now.version() == after && taken(nodeId, now.orders())) {
            refresh(nodeId);
            now = current(nodeId);
        }
        if (after == null || now.version() != after || limit.isZero()) {
            return CompletableFuture.completedFuture(now);
        }
        Waiter waiter = new Waiter(after, new CompletableFuture<>());
        Set<Waiter> waiting = waiters.computeIfAbsent(nodeId, id -> ConcurrentHashMap.newKeySet());
        waiting.add(waiter);
        wake(nodeId);
        return waiter.answer.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS).handle((orders, timeout) -> {
            waiting.remove(waiter);
            return orders != null ? orders : current(nodeId);
        });
    }

    /** To be called after anything changed that a source looks at. */
    public void refresh(@Nullable String nodeId) {
        if (nodeId != null) {
            current.compute(nodeId, (id, before) -> compute(id));
            wake(nodeId);
        }
    }

    private boolean taken(String nodeId, List<Order> orders) {
        boolean changed = false;
        for (OrderSource source : sources) {
            changed |= source.taken(nodeId, orders);
        }
        return changed;
    }

    private void wake(String nodeId) {
        Orders now = current(nodeId);
        for (Waiter waiter : waiters.getOrDefault(nodeId, Set.of())) {
            if (waiter.after != now.version()) {
                // On a thread of its own: the answer is written by whoever completes it, and a node may read slowly.
                waiter.answer.completeAsync(() -> now, Thread::startVirtualThread);
            }
        }
    }

    private Orders compute(String nodeId) {
        List<Order> orders = new ArrayList<>();
        sources.forEach(source -> orders.addAll(source.ordersFor(nodeId)));
        return new Orders(version(orders), List.copyOf(orders));
    }

    private static long version(List<Order> orders) {
        try {
            // Through an Orders so that each entry carries its kind: a bare list loses it to erasure.
            byte[] json = ProtocolJson.mapper().writeValueAsBytes(new Orders(0, orders));
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(json))
                            .getLong()
                    & VERSION_MASK;
        } catch (JsonProcessingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
