package io.pureboot.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Answer times of many requests. Safe for several threads. */
final class Latencies {
    private long[] nanos = new long[1024];
    private int count;

    synchronized void add(long nanoseconds) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, count * 2);
        }
        nanos[count++] = nanoseconds;
    }

    synchronized int count() {
        return count;
    }

    /** In milliseconds; the least value that {@code part} of all are not above. */
    synchronized double percentile(double part) {
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return count == 0 ? 0 : sorted[Math.min(count - 1, (int) Math.ceil(part * count) - 1)] / 1e6;
    }

    Map<String, Object> summary() {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("requests", count());
        summary.put("p50_ms", Figure.rounded(percentile(0.5)));
        summary.put("p99_ms", Figure.rounded(percentile(0.99)));
        summary.put("max_ms", Figure.rounded(percentile(1)));
        return summary;
    }
}
