package io.pureboot.node.filesystem;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Feature bits outside the set a driver was tried with. */
final class UnknownBits {
    private UnknownBits() {}

    /** Such as {@code incompat 0x8000}, or empty when all are known. */
    static String of(String field, long bits, long known) {
        long unknown = bits & ~known;
        return unknown == 0 ? "" : field + " 0x" + Long.toHexString(unknown);
    }

    /** The sentence of a note, or null when no part names anything. */
    static @Nullable String sentence(String family, String... parts) {
        String named = Arrays.stream(parts).filter(part -> !part.isEmpty()).collect(Collectors.joining(", "));
        return named.isEmpty()
                ? null
                : "The " + family + " file system has features this version does not know (" + named + ").";
    }
}
