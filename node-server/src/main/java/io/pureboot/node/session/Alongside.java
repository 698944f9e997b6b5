package io.pureboot.node.session;

import io.pureboot.node.transfer.Cancellation;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Work that begins now and whose result is wanted later. A cancel interrupts it, which kills the tools it runs and
 * closes the disks it has open itself: it must not use any that others use, too.
 */
final class Alongside<T> implements AutoCloseable {
    private final FutureTask<T> task;
    private final Thread thread;
    private final Cancellation cancellation;
    private final AutoCloseable interrupt = this::interrupt;

    private Alongside(String name, Callable<T> work, Cancellation cancellation) {
        this.task = new FutureTask<>(work);
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(task);
        this.cancellation = cancellation;
    }

    /** @throws java.util.concurrent.CancellationException when it is cancelled already; nothing has begun then */
    static <T> Alongside<T> start(String name, Callable<T> work, Cancellation cancellation) {
        Alongside<T> started = new Alongside<>(name, work, cancellation);
        // Registered first: once it runs, somebody has to have it to wait for its end. An interrupt that comes before
        // the
        // start is not lost.
        cancellation.register(started.interrupt);
        started.thread.start();
        return started;
    }

    private void interrupt() {
        thread.interrupt();
    }

    /** Waits for it; throws what it threw. */
    T result() throws Exception {
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** Returns when it has ended, however it did. */
    @Override
    public void close() throws InterruptedException {
        try {
            task.get();
        } catch (ExecutionException e) {
            // Told by result(), or of no interest after another failure.
        } finally {
            cancellation.forget(interrupt);
        }
    }
}
