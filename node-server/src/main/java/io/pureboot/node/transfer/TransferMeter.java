package io.pureboot.node.transfer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/** Counts bytes and tells their rate over the last ten seconds. Safe for several threads. */
public final class TransferMeter {
    private static final long WINDOW_NANOS = 10_000_000_000L;
    private static final long STEP_NANOS = 200_000_000L;

    private record Sample(long nanos, long bytes) {}

    private final LongSupplier clock;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private long bytes;

    public TransferMeter() {
        this(System::nanoTime);
    }

    /** One that begins with bytes that took no time. */
    static TransferMeter from(long done) {
        TransferMeter meter = new TransferMeter();
        meter.bytes = done;
        meter.samples.clear();
        meter.samples.add(new Sample(meter.clock.getAsLong(), done));
        return meter;
    }

    TransferMeter(LongSupplier clock) {
        this.clock = clock;
        samples.add(new Sample(clock.getAsLong(), 0));
    }

    public synchronized void add(long count) {
        bytes += count;
        long now = clock.getAsLong();
        if (now - samples.getLast().nanos() >= STEP_NANOS) {
            samples.add(new Sample(now, bytes));
            prune(now);
        }
    }

    public synchronized long bytes() {
        return bytes;
    }

    /** Bytes a second. */
    public synchronized long rate() {
        long now = clock.getAsLong();
        prune(now);
        Sample first = samples.getFirst();
        long nanos = now - first.nanos();
        return nanos <= 0 ? 0 : Math.round((bytes - first.bytes()) * 1e9 / nanos);
    }

    private void prune(long now) {
        while (samples.size() > 1 && now - samples.getFirst().nanos() > WINDOW_NANOS) {
            samples.removeFirst();
        }
    }
}
