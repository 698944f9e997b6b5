package io.pureboot.protocol.partition;

import org.jspecify.annotations.Nullable;

/** Ends the planning of one operation. */
final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable String remedy;

    Refused(String reason, @Nullable String remedy) {
        super(reason, null, false, false);
        this.remedy = remedy;
    }

    Refusal of(int operation) {
        return new Refusal(operation, String.valueOf(getMessage()), remedy);
    }
}
