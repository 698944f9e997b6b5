package io.pureboot.node.transfer;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** Holds back who sends, so that all of them together send no more than so much a second. Safe for several threads. */
public final class SendLimit {
    private final long bytesPerSecond;
    private final LongSupplier clock;
    private long free;

    /** @param bytesPerSecond 0 for no limit */
    public SendLimit(long bytesPerSecond) {
        this(bytesPerSecond, System::nanoTime);
    }

    SendLimit(long bytesPerSecond, LongSupplier clock) {
        this.bytesPerSecond = bytesPerSecond;
        this.clock = clock;
        this.free = clock.getAsLong();
    }

    /** Returns when the time that so many bytes take is over. */
    public void sent(long bytes) {
        if (bytesPerSecond == 0) {
            return;
        }
        long until = reserve(bytes);
        for (long left = until - clock.getAsLong(); left > 0; left = until - clock.getAsLong()) {
            LockSupport.parkNanos(left);
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
        }
    }

    /** When these bytes may be over; an idle time before is not made up for. */
    synchronized long reserve(long bytes) {
        free = Math.max(free, clock.getAsLong()) + Math.round(bytes * 1e9 / bytesPerSecond);
        return free;
    }
}
