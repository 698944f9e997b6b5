package io.pureboot.protocol.node;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who a node is, from its firmware and network cards. */
public record NodeRegistration(
        @Nullable String hostname,
        @Nullable String macAddress,
        @Nullable String vendor,
        @Nullable String model,
        @Nullable String serialNumber,
        @Nullable String systemUuid,
        @Nullable String arch,
        @Nullable String bootMode,
        @Nullable Integer cpuCount,
        @Nullable Long memoryBytes,
        @Nullable List<String> addresses,
        @Nullable String uiUrl) {}
