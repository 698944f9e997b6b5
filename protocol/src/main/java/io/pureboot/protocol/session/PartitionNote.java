package io.pureboot.protocol.session;

import org.jspecify.annotations.Nullable;

/**
 * How one partition is copied.
 *
 * @param number 0 for the whole disk
 * @param method {@code used} (used blocks only) or {@code raw} (every byte); {@link #UNWATCHED}, of the whole disk, says
 *     that nobody would notice a write to the source while it is cloned
 * @param reason why raw or unwatched, else null
 */
public record PartitionNote(
        int number,
        @Nullable String filesystem,
        String method,
        @Nullable String reason,
        long bytes) {
    /** A method beside {@code used} and {@code raw}. */
    public static final String UNWATCHED = "unwatched";
}
