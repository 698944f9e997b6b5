package io.pureboot.controller.node;

import io.pureboot.controller.check.Fields;
import io.pureboot.controller.store.NodeRow;
import io.pureboot.protocol.node.Heartbeat;
import io.pureboot.protocol.node.NodeRegistration;
import java.time.Clock;
import java.util.Objects;

/** Takes heartbeats. Nothing is written unless the node says something new about itself. */
public final class Heartbeats {
    private final Nodes nodes;
    private final Clock clock;

    public Heartbeats(Nodes nodes, Clock clock) {
        this.nodes = nodes;
        this.clock = clock;
    }

    public void take(String nodeId, Heartbeat heartbeat, String remoteAddress) {
        Fields fields = new Fields().text("mode", heartbeat.mode(), 40);
        Machines.addresses(fields, "addresses", heartbeat.addresses());
        fields.check(
                heartbeat.activeSessions() == null || heartbeat.activeSessions().size() <= 1000,
                "active_sessions",
                "has more than 1000 entries");
        NodeRegistration machine = heartbeat.node();
        if (machine != null) {
            Machines.check(fields, "node.", machine);
        }
        fields.orThrow();
        NodeRow row = nodes.get(nodeId);
        NodeRegistration known = row.machine();
        NodeRegistration next = Machines.withAddresses(
                machine == null ? known : Machines.update(known, machine), heartbeat.addresses());
        if (!next.equals(known) || !Objects.equals(row.ipAddress(), remoteAddress)) {
            nodes.update(nodeId, before -> before.withMachine(next, remoteAddress, clock.instant()));
        }
    }
}
