package io.pureboot.protocol.node;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A node is alive: its mode, what it works at, and its addresses when they changed. */
public record Heartbeat(
        @Nullable String mode,
        @Nullable List<String> activeSessions,
        @Nullable List<String> addresses,
        @Nullable NodeRegistration node) {}
