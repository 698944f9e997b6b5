package io.pureboot.controller.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Bytes of a file that a request's Range asks for: the first, and the one behind the last. */
record ByteSpan(long first, long end) {
    private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    long length() {
        return end - first;
    }

    /** All of the file when the header is absent or none we know; null when no byte of it lies in the file. */
    static @Nullable ByteSpan of(@Nullable String header, long size) {
        Matcher range = ONE.matcher(header == null ? "" : header);
        if (!range.matches() || range.group(1).isEmpty() && range.group(2).isEmpty()) {
            return new ByteSpan(0, size);
        }
        if (range.group(1).isEmpty()) {
            long last = Long.parseLong(range.group(2));
            return last == 0 ? null : new ByteSpan(Math.max(0, size - last), size);
        }
        long first = Long.parseLong(range.group(1));
        long last = range.group(2).isEmpty() ? size - 1 : Long.parseLong(range.group(2));
        return first >= size || last < first ? null : new ByteSpan(first, Math.min(last + 1, size));
    }
}
