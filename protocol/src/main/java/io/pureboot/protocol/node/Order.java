package io.pureboot.protocol.node;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.pureboot.protocol.disk.DiskContents;
import io.pureboot.protocol.disk.DiskIdentity;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the controller wants of a node. Orders state the wanted end, so doing one twice changes nothing. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Order.Source.class, name = "source"),
    @JsonSubTypes.Type(value = Order.Target.class, name = "target"),
    @JsonSubTypes.Type(value = Order.Release.class, name = "release"),
    @JsonSubTypes.Type(value = Order.Scan.class, name = "scan"),
    @JsonSubTypes.Type(value = Order.Command.class, name = "command"),
    @JsonSubTypes.Type(value = Order.Partition.class, name = "partition")
})
public sealed interface Order {
    /**
     * Serve a disk for a session.
     *
     * @param contents of a disk that has no name of its own, when the session was made; null when nothing is to be compared
     */
    record Source(
            String sessionId,
            String device,
            @Nullable DiskIdentity identity,
            @Nullable DiskContents contents,
            int port,
            boolean rescue)
            implements Order {}

    /**
     * Fetch a session's disk from its source and write it.
     *
     * @param contents as of {@link Source}; null also once the session has begun to write there
     */
    record Target(
            String sessionId,
            String device,
            @Nullable DiskIdentity identity,
            @Nullable DiskContents contents,
            String sourceNodeId,
            String sourceUrl,
            String resizeMode,
            boolean rescue)
            implements Order {
        /** The same once something was written: the disk holds something else because of this very session. */
        public Target begun() {
            return from(sourceUrl, null);
        }

        /** The same with the source elsewhere. */
        public Target from(String url, @Nullable DiskContents held) {
            return new Target(sessionId, device, identity, held, sourceNodeId, url, resizeMode, rescue);
        }
    }

    /** Stop every work for a session: cancelled, failed, or no longer needed. */
    record Release(String sessionId, String reason) implements Order {}

    /** Scan all disks now and report. */
    record Scan(String requestId) implements Order {}

    /**
     * Carry out a queue of partition operations, or continue, undo or cancel that; or only tell of one that was begun at
     * the node.
     *
     * @param fingerprint of the layout the operations were made for
     * @param action {@code begin}, {@code continue} (the node has said that it was begun), {@code undo}, {@code cancel},
     *     {@code abandon}, {@code restore_table} or {@link #TELL}
     * @param attempt rises with each decision of a person here
     */
    record Partition(
            String jobId, String device, String fingerprint, String action, int attempt, List<Operation> operations)
            implements Order {
        /** Only say how it is getting on. */
        public static final String TELL = "tell";

        public Partition {
            operations = List.copyOf(operations);
        }
    }

    /** One operation of {@link Partition}, as in the queue. */
    record Operation(String id, String operation, Map<String, Object> params) {
        public Operation {
            params = Map.copyOf(params);
        }
    }

    /** {@code poweroff}, {@code reboot} or {@code rescan}. */
    record Command(String command) implements Order {}
}
