package io.pureboot.node;

import io.pureboot.protocol.node.NodeInfo;
import io.pureboot.protocol.node.NodeRegistration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** This node as its own API shows it. */
final class NodeView implements Supplier<NodeInfo> {
    private final Instant started;
    private final BootMode mode;
    private volatile @Nullable MachineFacts facts;
    private volatile @Nullable String nodeId;

    NodeView(Instant started, BootMode mode) {
        this.started = started;
        this.mode = mode;
    }

    void facts(MachineFacts known) {
        facts = known;
    }

    void identity(String id) {
        nodeId = id;
    }

    @Override
    public NodeInfo get() {
        MachineFacts known = facts;
        NodeRegistration machine = known == null
                ? new NodeRegistration(null, null, null, null, null, null, null, null, null, null, null, null)
                : known.get();
        List<String> addresses = machine.addresses() == null ? List.of() : machine.addresses();
        String id = nodeId;
        return new NodeInfo(
                id == null ? "self" : id,
                machine.hostname(),
                machine.macAddress(),
                addresses.isEmpty() ? null : addresses.getFirst(),
                mode.wireName(),
                machine.vendor(),
                machine.model(),
                machine.serialNumber(),
                machine.systemUuid(),
                machine.arch(),
                machine.bootMode(),
                machine.cpuCount(),
                machine.memoryBytes(),
                addresses,
                machine.uiUrl(),
                true,
                null,
                started,
                started,
                null,
                null);
    }
}
