package io.pureboot.node.transfer;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Whether the source should compress, found by trying: where the link is slow enough that compression could win, a
 * couple of seconds are fetched with it, and whichever way brought more of the disk is kept for a while. Links faster
 * than compression are never tried, nor is it tried where this machine's processors, not the link, are the limit. Safe
 * for several threads.
 */
final class CompressionTrial {
    /** Above this a core that compresses is the bottleneck itself. */
    private static final double WORTH_TRYING = 200e6;

    private static final double CLEARLY_BETTER = 1.15;
    private static final long TRIAL_NANOS = 2_000_000_000L;
    private static final long KEEP_NANOS = 30_000_000_000L;

    private static final double BUSY = 0.75;

    private final LongSupplier clock;
    private final DoubleSupplier load;
    private boolean busy;
    private boolean compress;
    private boolean trying;
    private double rateBefore;
    private long windowStart;
    private long windowLength = TRIAL_NANOS;
    private long windowBytes;

    CompressionTrial() {
        this(System::nanoTime, ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())::getCpuLoad);
    }

    /** @param load of all processors since the last call, 0 to 1, negative when it is not known */
    CompressionTrial(LongSupplier clock, DoubleSupplier load) {
        this.clock = clock;
        this.load = load;
        this.busy = load.getAsDouble() > BUSY;
        this.windowStart = clock.getAsLong();
    }

    synchronized boolean compress() {
        return compress;
    }

    /** A chunk of so many bytes has come, compressed or not. */
    synchronized void received(int chunkBytes) {
        windowBytes += chunkBytes;
        long now = clock.getAsLong();
        if (now - windowStart < windowLength) {
            return;
        }
        double rate = windowBytes * 1e9 / (now - windowStart);
        busy = load.getAsDouble() > BUSY;
        if (trying) {
            boolean better = rate > rateBefore * (compress ? CLEARLY_BETTER : 1 / CLEARLY_BETTER);
            compress = better ? compress : !compress;
            trying = false;
            windowLength = KEEP_NANOS;
        } else if (compress || (rate < WORTH_TRYING && !busy)) {
            rateBefore = rate;
            compress = !compress;
            trying = true;
            windowLength = TRIAL_NANOS;
        }
        windowStart = now;
        windowBytes = 0;
    }
}
