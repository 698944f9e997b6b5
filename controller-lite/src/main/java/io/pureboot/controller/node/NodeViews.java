package io.pureboot.controller.node;

import io.pureboot.controller.store.NodeRow;
import io.pureboot.protocol.node.NodeInfo;
import io.pureboot.protocol.node.NodeRegistration;
import java.util.List;
import java.util.function.Function;

/** Nodes as the API shows them. */
public final class NodeViews {
    private final Nodes nodes;
    private final Presence presence;
    private final Function<String, String> work;

    /** {@code work} gives the state a clone puts a node in, or an empty text. */
    public NodeViews(Nodes nodes, Presence presence, Function<String, String> work) {
        this.nodes = nodes;
        this.presence = presence;
        this.work = work;
    }

    public List<NodeInfo> all() {
        return nodes.all().stream().map(this::of).toList();
    }

    public NodeInfo get(String id) {
        return of(nodes.get(id));
    }

    private NodeInfo of(NodeRow row) {
        NodeRegistration machine = row.machine();
        String working = work.apply(row.id());
        return new NodeInfo(
                row.id(),
                machine.hostname(),
                machine.macAddress(),
                row.ipAddress(),
                working.isEmpty() ? row.state() : working,
                machine.vendor(),
                machine.model(),
                machine.serialNumber(),
                machine.systemUuid(),
                machine.arch(),
                machine.bootMode(),
                machine.cpuCount(),
                machine.memoryBytes(),
                machine.addresses() == null ? List.of() : machine.addresses(),
                machine.uiUrl(),
                presence.online(row.id()),
                row.pendingCommand(),
                row.createdAt(),
                row.updatedAt(),
                presence.lastSeen(row.id()).orElse(row.lastSeenAt()),
                row.scanRequestedAt());
    }
}
