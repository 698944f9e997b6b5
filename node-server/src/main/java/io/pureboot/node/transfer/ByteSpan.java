package io.pureboot.node.transfer;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a {@code Range} header asks of a disk of known size; {@code end} exclusive. */
record ByteSpan(long start, long end) {
    private static final Pattern ONE_RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    long length() {
        return end - start;
    }

    /**
     * @param header {@code bytes=0-4095}, {@code bytes=4096-} or {@code bytes=-512}
     * @return empty when it is none of these or lies outside the disk
     */
    static Optional<ByteSpan> parse(String header, long size) {
        Matcher matcher = ONE_RANGE.matcher(header.replace(" ", ""));
        if (!matcher.matches()
                || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
            return Optional.empty();
        }
        ByteSpan span;
        if (matcher.group(1).isEmpty()) {
            span = new ByteSpan(Math.max(0, size - Long.parseLong(matcher.group(2))), size);
        } else {
            long last = matcher.group(2).isEmpty() ? size - 1 : Long.parseLong(matcher.group(2));
            span = new ByteSpan(Long.parseLong(matcher.group(1)), Math.min(last, size - 1) + 1);
        }
        return span.length() > 0 ? Optional.of(span) : Optional.empty();
    }

    String contentRange(long size) {
        return "bytes " + start + "-" + (end - 1) + "/" + size;
    }
}
