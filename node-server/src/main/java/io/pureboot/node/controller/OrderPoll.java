package io.pureboot.node.controller;

import io.pureboot.protocol.node.Order;
import io.pureboot.protocol.node.Orders;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits at the controller for a change of this node's orders and hands on each new list, whole. */
public final class OrderPoll {
    private static final Logger LOG = LoggerFactory.getLogger(OrderPoll.class);
    private static final int WAIT_SECONDS = 20;
    private static final Duration LIMIT = Duration.ofSeconds(WAIT_SECONDS + 10);

    private final ControllerClient client;
    private final ControllerWatch watch;
    private final IdentityKeeper identities;
    private final Backoff backoff;
    private final Consumer<List<Order>> orders;
    private long version;
    private String versionOf = "";

    /** {@code orders} must return soon: the next list waits for it. */
    public OrderPoll(
            ControllerClient client,
            ControllerWatch watch,
            IdentityKeeper identities,
            Backoff backoff,
            Consumer<List<Order>> orders) {
        this.client = client;
        this.watch = watch;
        this.identities = identities;
        this.backoff = backoff;
        this.orders = orders;
    }

    public Thread start() {
        return Thread.ofVirtual().name("orders").start(() -> {
            try {
                while (true) {
                    poll();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void poll() throws InterruptedException {
        String node = identities.current().orElseThrow().nodeId();
        String after = node.equals(versionOf) ? "?after=" + version + "&wait=" + WAIT_SECONDS : "";
        try {
            Orders next = client.get("nodes/" + node + "/orders" + after, Orders.class, LIMIT);
            watch.answered();
            backoff.reset();
            if (after.isEmpty() || next.version() != version) {
                LOG.info("orders: {}", next.orders());
                orders.accept(next.orders());
                version = next.version();
                versionOf = node;
            }
        } catch (IOException e) {
            watch.failed(e);
            if (e instanceof ControllerException answer && answer.unknownIdentity()) {
                identities.rejected();
            }
            watch.pause(backoff.next());
        } catch (RuntimeException e) {
            LOG.error("orders could not be taken up, trying again", e);
            watch.pause(backoff.next());
        }
    }
}
