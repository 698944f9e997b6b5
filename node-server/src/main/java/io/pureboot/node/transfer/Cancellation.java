package io.pureboot.node.transfer;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Asks running work to stop: a flag that is looked at between two chunks, connections that are closed, sleeps that are
 * cut short. Threads that use a disk are never interrupted, for that would close the disk under them.
 */
public final class Cancellation {
    private final Set<AutoCloseable> open = new HashSet<>();
    private boolean cancelled;
    private @Nullable Thread interruptible;

    /** Closes what was registered and wakes who sleeps. More calls change nothing. */
    public void cancel() {
        Set<AutoCloseable> closing;
        synchronized (this) {
            cancelled = true;
            closing = Set.copyOf(open);
            open.clear();
            if (interruptible != null) {
                interruptible.interrupt();
            }
            notifyAll();
        }
        closing.forEach(Cancellation::closeQuietly);
    }

    public synchronized boolean cancelled() {
        return cancelled;
    }

    /** @throws CancellationException when it is time to stop */
    public void check() {
        if (cancelled()) {
            throw new CancellationException("stopped on request");
        }
    }

    /** Has it closed on {@link #cancel}; at once when that has been. */
    public <T extends AutoCloseable> T register(T resource) {
        synchronized (this) {
            if (!cancelled) {
                open.add(resource);
                return resource;
            }
        }
        closeQuietly(resource);
        throw new CancellationException("stopped on request");
    }

    public synchronized void forget(AutoCloseable resource) {
        open.remove(resource);
    }

    /** Sleeps unless cancelled. */
    public synchronized void sleep(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        try {
            for (long left = time.toMillis(); left > 0 && !cancelled; left = (end - System.nanoTime()) / 1_000_000) {
                wait(left);
            }
        } catch (InterruptedException e) {
            throw new CancellationException("interrupted");
        }
        check();
    }

    /** Runs something that waits for the network and may be interrupted; it must not touch a disk. */
    public <T> T interruptibly(Callable<T> waiting) throws Exception {
        synchronized (this) {
            check();
            interruptible = Thread.currentThread();
        }
        try {
            return waiting.call();
        } catch (InterruptedException e) {
            check();
            throw e;
        } finally {
            synchronized (this) {
                interruptible = null;
                Thread.interrupted();
            }
        }
    }

    private static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            // It is being given up; whoever uses it hears of the end by its own error.
        }
    }
}
