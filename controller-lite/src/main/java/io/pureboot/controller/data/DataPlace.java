package io.pureboot.controller.data;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Where the data are.
 *
 * @param inMemory lost when this machine stops
 * @param directory of {@code pureboot.db}
 * @param warning why they are in memory, for a person; null when they are on a disk
 * @param device the disk that was asked for last, since this controller started; else null
 * @param problem why that failed, null when it did not
 */
public record DataPlace(
        boolean inMemory,
        String directory,
        @Nullable String warning,
        State state,
        @Nullable String device,
        @Nullable String problem) {
    /** How the disk that was asked for is getting on. */
    public enum State {
        /** None was asked for. */
        @JsonProperty("idle")
        IDLE,
        /** Checked once more, then partitioned. */
        @JsonProperty("making")
        MAKING,
        /** Done: the controller ends, the data are copied, and it starts with them. */
        @JsonProperty("moving")
        MOVING,
        @JsonProperty("failed")
        FAILED
    }
}
