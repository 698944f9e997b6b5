package io.pureboot.controller.node;

import io.pureboot.controller.check.Fields;
import io.pureboot.controller.event.EventBus;
import io.pureboot.controller.store.NodeRow;
import io.pureboot.protocol.node.Order;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What people ask of a node besides cloning: scan the disks, power off, reboot. Kept until the node has done it. */
public final class NodeErrands implements OrderSource {
    public static final List<String> COMMANDS = List.of("poweroff", "reboot", "rescan");

    private final Nodes nodes;
    private final OrderBook book;
    private final EventBus events;
    private final Clock clock;

    public NodeErrands(Nodes nodes, OrderBook book, EventBus events, Clock clock) {
        this.nodes = nodes;
        this.book = book;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public List<Order> ordersFor(String nodeId) {
        List<Order> orders = new ArrayList<>();
        nodes.find(nodeId).ifPresent(row -> {
            String scan = row.scanRequestId();
            if (scan != null) {
                orders.add(new Order.Scan(scan));
            }
            String command = row.pendingCommand();
            if (command != null) {
                orders.add(new Order.Command(command));
            }
        });
        return orders;
    }

    /** Asks for a scan and returns the request's id; one that is still owed is not asked for again. */
    public String requestScan(String nodeId) {
        return request(nodeId, before -> before.scanRequestId() != null ? before : newScan(before));
    }

    /** The same for a scan that begins after this call: one still owed may have begun already, and is replaced. */
    String requestNewScan(String nodeId) {
        return request(nodeId, this::newScan);
    }

    private NodeRow newScan(NodeRow row) {
        return row.withScan(UUID.randomUUID().toString(), clock.instant(), clock.instant());
    }

    private String request(String nodeId, UnaryOperator<NodeRow> change) {
        NodeRow row = nodes.update(nodeId, change);
        book.refresh(nodeId);
        events.publish("partition.scan_requested", Map.of("node_id", nodeId));
        return String.valueOf(row.scanRequestId());
    }

    /** The node has scanned; the request it names is done. */
    public void scanned(String nodeId, @Nullable String requestId) {
        nodes.update(
                nodeId,
                row -> requestId != null && requestId.equals(row.scanRequestId())
                        ? row.withScan(null, null, clock.instant())
                        : row);
        book.refresh(nodeId);
    }

    public void command(String nodeId, @Nullable String command) {
        new Fields()
                .required("command", command)
                .oneOf("command", command, COMMANDS)
                .orThrow();
        nodes.update(nodeId, row -> row.withCommand(command, clock.instant()));
        book.refresh(nodeId);
        events.publish("node.command", Map.of("node_id", nodeId, "command", String.valueOf(command)));
    }

    /** The node has taken its command. */
    public void commandTaken(String nodeId) {
        nodes.update(nodeId, row -> row.pendingCommand() == null ? row : row.withCommand(null, clock.instant()));
        book.refresh(nodeId);
    }
}
