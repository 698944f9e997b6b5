package io.pureboot.node.session;

import io.pureboot.node.transfer.Cancellation;
import java.time.Duration;
import java.util.concurrent.CancellationException;

/** Does something again and again, in a thread of its own, until closed or cancelled. */
final class Ticker implements AutoCloseable {
    private final Runnable work;
    private final Duration period;
    private final Cancellation cancellation;
    private volatile boolean closed;

    Ticker(Runnable work, Duration period, Cancellation cancellation) {
        this.work = work;
        this.period = period;
        this.cancellation = cancellation;
        Thread thread = new Thread(this::loop, "session-ticker");
        thread.setDaemon(true);
        thread.start();
    }

    private void loop() {
        try {
            while (!closed) {
                cancellation.sleep(period);
                synchronized (this) {
                    if (!closed) {
                        work.run();
                    }
                }
            }
        } catch (CancellationException e) {
            closed = true;
        }
    }

    /** Nothing is done any more when this returns. */
    @Override
    public synchronized void close() {
        closed = true;
    }
}
