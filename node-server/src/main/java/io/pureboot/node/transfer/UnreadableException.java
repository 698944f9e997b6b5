package io.pureboot.node.transfer;

import io.pureboot.protocol.session.ByteRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Ranges of a disk that could not be read, however small the piece. */
public final class UnreadableException extends IOException {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 20;

    private final transient List<ByteRange> ranges;

    public UnreadableException(String device, List<ByteRange> ranges) {
        super(device + " cannot be read at " + text(joined(ranges)));
        this.ranges = joined(ranges);
    }

    public List<ByteRange> ranges() {
        return ranges;
    }

    /** Sorted, with touching ranges made one. */
    static List<ByteRange> joined(List<ByteRange> ranges) {
        List<ByteRange> result = new ArrayList<>();
        ranges.stream().sorted(Comparator.comparingLong(ByteRange::start)).forEach(range -> {
            if (!result.isEmpty() && result.getLast().end() >= range.start()) {
                ByteRange last = result.removeLast();
                result.add(new ByteRange(last.start(), Math.max(last.end(), range.end())));
            } else {
                result.add(range);
            }
        });
        return List.copyOf(result);
    }

    private static String text(List<ByteRange> ranges) {
        String shown = ranges.stream()
                .limit(SHOWN)
                .map(range -> "bytes " + range.start() + "-" + range.end())
                .collect(Collectors.joining(", "));
        return ranges.size() <= SHOWN ? shown : shown + " and " + (ranges.size() - SHOWN) + " more ranges";
    }

    /** {@code start-end,start-end}, ends exclusive: the form of the header {@code X-PureBoot-Unreadable}. */
    static String toHeader(List<ByteRange> ranges) {
        return ranges.stream().map(range -> range.start() + "-" + range.end()).collect(Collectors.joining(","));
    }

    static List<ByteRange> fromHeader(String header) {
        List<ByteRange> ranges = new ArrayList<>();
        for (String part : header.split(",")) {
            String[] bounds = part.strip().split("-");
            ranges.add(new ByteRange(Long.parseLong(bounds[0]), Long.parseLong(bounds[1])));
        }
        return List.copyOf(ranges);
    }
}
