package io.pureboot.controller.store;

import io.pureboot.protocol.node.NodeRegistration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A node as it is kept.
 *
 * @param machine who it said it is; null parts are unknown
 * @param scanRequestId of the scan it still owes, or null
 * @param enrolledAt null for a node entered by hand that has not been seen yet
 * @param enrolledName host name it enrolled with: part of what it is known by, whatever it is called later
 */
public record NodeRow(
        String id,
        NodeRegistration machine,
        @Nullable String ipAddress,
        String state,
        @Nullable String pendingCommand,
        @Nullable String scanRequestId,
        @Nullable Instant scanRequestedAt,
        @Nullable Instant enrolledAt,
        @Nullable String enrolledName,
        @Nullable Instant lastSeenAt,
        Instant createdAt,
        Instant updatedAt) {

    public NodeRow withMachine(NodeRegistration next, @Nullable String ip, Instant now) {
        return new NodeRow(
                id,
                next,
                ip,
                state,
                pendingCommand,
                scanRequestId,
                scanRequestedAt,
                enrolledAt,
                enrolledName,
                lastSeenAt,
                createdAt,
                now);
    }

    /** A (re)boot has taken place: what was asked of the old run of the machine is no longer owed. */
    public NodeRow enrolled(Instant now) {
        return new NodeRow(
                id,
                machine,
                ipAddress,
                "active",
                null,
                scanRequestId,
                scanRequestedAt,
                now,
                machine.hostname(),
                now,
                createdAt,
                now);
    }

    public NodeRow withCommand(@Nullable String command, Instant now) {
        return new NodeRow(
                id,
                machine,
                ipAddress,
                state,
                command,
                scanRequestId,
                scanRequestedAt,
                enrolledAt,
                enrolledName,
                lastSeenAt,
                createdAt,
                now);
    }

    public NodeRow withScan(@Nullable String requestId, @Nullable Instant requestedAt, Instant now) {
        return new NodeRow(
                id,
                machine,
                ipAddress,
                state,
                pendingCommand,
                requestId,
                requestedAt,
                enrolledAt,
                enrolledName,
                lastSeenAt,
                createdAt,
                now);
    }

    public NodeRow withState(String next, Instant now) {
        return new NodeRow(
                id,
                machine,
                ipAddress,
                next,
                pendingCommand,
                scanRequestId,
                scanRequestedAt,
                enrolledAt,
                enrolledName,
                lastSeenAt,
                createdAt,
                now);
    }

    /** Hostname, else MAC address, else id: how people know it. */
    public String name() {
        String hostname = machine.hostname();
        String mac = machine.macAddress();
        return hostname != null ? hostname : mac != null ? mac : id;
    }
}
