package io.pureboot.protocol.node;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.pureboot.protocol.disk.DiskIdentity;
import org.jspecify.annotations.Nullable;

/** What the controller wants of a node. Orders state the wanted end, so doing one twice changes nothing. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Order.Source.class, name = "source"),
    @JsonSubTypes.Type(value = Order.Target.class, name = "target"),
    @JsonSubTypes.Type(value = Order.Release.class, name = "release"),
    @JsonSubTypes.Type(value = Order.Scan.class, name = "scan"),
    @JsonSubTypes.Type(value = Order.Command.class, name = "command")
})
public sealed interface Order {
    /** Serve a disk for a session. */
    record Source(String sessionId, String device, @Nullable DiskIdentity identity, int port, boolean rescue)
            implements Order {}

    /** Fetch a session's disk from its source and write it. */
    record Target(
            String sessionId,
            String device,
            @Nullable DiskIdentity identity,
            String sourceNodeId,
            String sourceUrl,
            String resizeMode,
            boolean rescue)
            implements Order {}

    /** Stop every work for a session: cancelled, failed, or no longer needed. */
    record Release(String sessionId, String reason) implements Order {}

    /** Scan all disks now and report. */
    record Scan(String requestId) implements Order {}

    /** {@code poweroff}, {@code reboot} or {@code rescan}. */
    record Command(String command) implements Order {}
}
