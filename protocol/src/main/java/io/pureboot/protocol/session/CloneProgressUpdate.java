package io.pureboot.protocol.session;

import org.jspecify.annotations.Nullable;

/**
 * Progress of one role. Bytes count within the phase; the rate is bytes per second.
 *
 * @param sequence rises by at least one with every update of a role's run; replays are recognised by it
 */
public record CloneProgressUpdate(
        CloneRole role,
        long bytesTransferred,
        @Nullable Long transferRateBps,
        @Nullable TransferPhase status,
        @Nullable Long bytesTotal,
        @Nullable Long sequence) {}
