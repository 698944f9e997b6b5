package io.pureboot.protocol.node;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A node as the API shows it; {@code online} means it was heard from in the last 15 seconds. */
public record NodeInfo(
        String id,
        @Nullable String hostname,
        @Nullable String macAddress,
        @Nullable String ipAddress,
        String state,
        @Nullable String vendor,
        @Nullable String model,
        @Nullable String serialNumber,
        @Nullable String systemUuid,
        @Nullable String arch,
        @Nullable String bootMode,
        @Nullable Integer cpuCount,
        @Nullable Long memoryBytes,
        List<String> addresses,
        @Nullable String uiUrl,
        boolean online,
        @Nullable String pendingCommand,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant lastSeenAt,
        @Nullable Instant diskScanRequestedAt) {}
