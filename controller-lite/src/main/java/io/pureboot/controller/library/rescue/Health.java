package io.pureboot.controller.library.rescue;

import java.util.Locale;

/** How much of a medium its image holds. */
public enum Health {
    /** All of it. */
    OK,
    /** At least nine tenths. */
    INCOMPLETE,
    /** At least a fifth. */
    CORRUPT,
    /** Less than a fifth. */
    FAILED;

    /** Only all of {@code total} bytes is all of it, however near {@code rescued} comes. */
    static Health of(long rescued, long total) {
        if (rescued >= total) {
            return OK;
        }
        double share = (double) rescued / total;
        return share >= 0.9 ? INCOMPLETE : share >= 0.2 ? CORRUPT : FAILED;
    }

    /** The word it is recorded as. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
