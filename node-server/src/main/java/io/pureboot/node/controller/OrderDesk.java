package io.pureboot.node.controller;

import io.pureboot.node.job.Power;
import io.pureboot.protocol.node.Order;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands each kind of order to who carries it out. Called by one thread. */
public final class OrderDesk implements Consumer<List<Order>> {
    private static final Logger LOG = LoggerFactory.getLogger(OrderDesk.class);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    /** What the controller does not know yet would be lost with the machine's memory. */
    private static final Duration FLUSH_LIMIT = Duration.ofSeconds(30);

    private final Consumer<List<Order>> sessions;
    private final DiskReporter disks;
    private final OfflineQueue queue;
    private final ControllerClient client;
    private final IdentityKeeper identities;
    private final @Nullable Power power;
    private @Nullable String scanned;

    /**
     * @param sessions gets each list whole, and picks what concerns clone sessions
     * @param power null when this machine was not booted by PureBoot: then it is not the controller's to turn off
     */
    public OrderDesk(
            Consumer<List<Order>> sessions,
            DiskReporter disks,
            OfflineQueue queue,
            ControllerClient client,
            IdentityKeeper identities,
            @Nullable Power power) {
        this.sessions = sessions;
        this.disks = disks;
        this.queue = queue;
        this.client = client;
        this.identities = identities;
        this.power = power;
    }

    /** @throws UncheckedIOException when a command could not be taken: give the list again */
    @Override
    public void accept(List<Order> orders) {
        sessions.accept(orders);
        for (Order order : orders) {
            switch (order) {
                case Order.Scan scan -> scan(scan.requestId());
                case Order.Command command -> command(command.command());
                case Order.Source ignored -> {}
                case Order.Target ignored -> {}
                case Order.Release ignored -> {}
                case Order.Partition ignored -> {}
            }
        }
    }

    private void scan(String requestId) {
        if (!requestId.equals(scanned)) {
            scanned = requestId;
            disks.ask(requestId);
        }
    }

    private void command(String command) {
        try {
            // Taken first: a machine that comes up again must not find the order to reboot a second time.
            String node = identities.current().orElseThrow().nodeId();
            client.get("nodes/" + node + "/command?clear=true", Object.class, LIMIT);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot take the command " + command, e);
        }
        switch (command) {
            case "rescan" -> disks.ask(null);
            case "reboot", "poweroff" -> Thread.ofVirtual().name(command).start(() -> power(command));
            default -> LOG.error("the controller commands '{}', which this node does not know", command);
        }
    }

    private void power(String command) {
        if (power == null) {
            LOG.warn("not carried out: {}; only a machine that PureBoot booted obeys that", command);
            return;
        }
        try {
            if (!queue.awaitEmpty(FLUSH_LIMIT)) {
                LOG.error("{} updates are not delivered and will be lost", queue.size());
            }
            if (!disks.awaitReported(FLUSH_LIMIT, ControllerLink.AWAY)) {
                LOG.warn("the controller does not know yet what the disks hold now");
            }
            LOG.warn("{} by order of the controller", command);
            if (command.equals("reboot")) {
                power.reboot();
            } else {
                power.poweroff();
            }
        } catch (IOException e) {
            LOG.error("cannot {}", command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
