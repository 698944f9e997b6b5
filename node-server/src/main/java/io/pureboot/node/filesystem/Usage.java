package io.pureboot.node.filesystem;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How full a file system is and how small it can get. Bytes.
 *
 * @param used null when unknown
 * @param minimum null when unknown or when it cannot shrink for a reason that hides it
 * @param excuse why it cannot be made smaller now, one sentence; null when it can
 * @param growExcuse why it cannot be made larger now, one sentence; null when nothing is known against it
 * @param warnings what could not be found out, one sentence each
 */
public record Usage(
        @Nullable Long used,
        @Nullable Long minimum,
        @Nullable String excuse,
        @Nullable String growExcuse,
        List<String> warnings) {
    public Usage {
        warnings = List.copyOf(warnings);
    }

    /** Can shrink down to {@code minimum}. */
    static Usage shrinkable(long used, long minimum) {
        return new Usage(used, minimum, null, null, List.of());
    }

    /** Cannot shrink, which is no fault. */
    static Usage fixed(@Nullable Long used, @Nullable Long minimum, String excuse) {
        return new Usage(used, minimum, excuse, null, List.of());
    }

    /** Could shrink perhaps, but how far could not be found out. */
    static Usage unknownMinimum(@Nullable Long used, String warning) {
        return new Usage(used, null, "How small it can get could not be found out.", null, List.of(warning));
    }

    /** The same, but it cannot grow either, if there is a reason. */
    Usage notGrowing(@Nullable String reason) {
        return new Usage(used, minimum, excuse, reason, warnings);
    }
}
