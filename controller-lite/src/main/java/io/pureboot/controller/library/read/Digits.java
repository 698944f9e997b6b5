package io.pureboot.controller.library.read;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers that tools print: of a damaged file system they may be larger than any size is. */
final class Digits {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    private Digits() {}

    /** The number, or -1 when it is none, or none that can be. */
    static long of(@Nullable String text) {
        return text == null || !NUMBER.matcher(text).matches() ? -1 : Long.parseLong(text);
    }
}
