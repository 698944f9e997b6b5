package io.pureboot.controller.node;

import io.pureboot.controller.check.Fields;
import io.pureboot.controller.store.NodeRow;
import io.pureboot.protocol.node.NodeRegistration;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;

/** What people do with the list of nodes. */
public final class NodeRegistry {
    private final Nodes nodes;
    private final Presence presence;
    private final Credentials credentials;
    private final Function<String, String> holder;
    private final Clock clock;

    /** {@code holder} says why a node cannot be forgotten (a clone session speaks of it), or an empty text. */
    public NodeRegistry(
            Nodes nodes, Presence presence, Credentials credentials, Function<String, String> holder, Clock clock) {
        this.nodes = nodes;
        this.presence = presence;
        this.credentials = credentials;
        this.holder = holder;
        this.clock = clock;
    }

    /** Enters a machine that has not been booted yet and returns its id; it becomes this node when it enrols. */
    public String create(NodeRegistration machine) {
        Fields fields = new Fields().required("mac_address", machine.macAddress());
        Machines.check(fields, "", machine);
        fields.orThrow();
        NodeRegistration normal = Machines.normal(machine);
        boolean known = nodes.all().stream()
                .anyMatch(row ->
                        String.valueOf(normal.macAddress()).equals(row.machine().macAddress()));
        if (known) {
            throw new ProblemException(
                    ProblemType.CONFLICT, "There is a node with the MAC address " + normal.macAddress() + " already.");
        }
        Instant now = clock.instant();
        return nodes.save(new NodeRow(
                        UUID.randomUUID().toString(),
                        normal,
                        null,
                        "discovered",
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        now,
                        now))
                .id();
    }

    /** Changes the fields that are given. */
    public void change(String id, NodeRegistration machine) {
        Fields fields = new Fields();
        Machines.check(fields, "", machine);
        fields.orThrow();
        nodes.update(
                id, row -> row.withMachine(Machines.merge(row.machine(), machine), row.ipAddress(), clock.instant()));
    }

    public void delete(String id) {
        nodes.get(id);
        String reason = holder.apply(id);
        if (!reason.isEmpty()) {
            throw new ProblemException(ProblemType.CONFLICT, reason);
        }
        nodes.delete(id);
        credentials.revoke(id);
        presence.forget(id);
    }
}
