package io.pureboot.protocol.partition;

import org.jspecify.annotations.Nullable;

/**
 * Why an operation cannot be done.
 *
 * @param operation its index in the list
 * @param reason one sentence
 * @param remedy what would make it possible, one sentence, or null when nothing would
 */
public record Refusal(
        int operation, String reason, @Nullable String remedy) {
    /** Both sentences. */
    public String text() {
        return remedy == null ? reason : reason + " " + remedy;
    }
}
