package io.pureboot.protocol.session;

import org.jspecify.annotations.Nullable;

/**
 * How one partition is copied.
 *
 * @param method {@code used} (used blocks only) or {@code raw} (every byte)
 * @param reason why raw, else null
 */
public record PartitionNote(
        int number,
        @Nullable String filesystem,
        String method,
        @Nullable String reason,
        long bytes) {}
