package io.pureboot.node.session;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Work that begins now and whose result is wanted later. It is never interrupted: it may be using a disk. */
final class Alongside<T> implements AutoCloseable {
    private final FutureTask<T> task;

    private Alongside(FutureTask<T> task) {
        this.task = task;
    }

    static <T> Alongside<T> start(String name, Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofPlatform().daemon().name(name).start(task);
        return new Alongside<>(task);
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
        }
    }
}
