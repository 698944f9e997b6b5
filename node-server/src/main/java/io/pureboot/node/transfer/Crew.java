package io.pureboot.node.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Several threads doing the same work side by side; the first failure of any stops all. */
final class Crew {
    /** The work of one thread; it is expected to look at the cancellation. */
    interface Work {
        void run() throws Exception;
    }

    private final Cancellation cancellation;

    Crew(Cancellation cancellation) {
        this.cancellation = cancellation;
    }

    /** Returns when all threads have ended; throws what the first of them threw. */
    void run(String name, int size, Work work) {
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>();
        var factory = DaemonThreads.named(name);
        for (int i = 0; i < size; i++) {
            Thread thread = factory.newThread(() -> {
                try {
                    work.run();
                } catch (Throwable e) {
                    if (failure.compareAndSet(null, e)) {
                        cancellation.cancel();
                    }
                }
            });
            threads.add(thread);
            thread.start();
        }
        threads.forEach(Crew::join);
        Throwable first = failure.get();
        if (first != null) {
            throw rethrown(first);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new CancellationException("interrupted");
        }
    }

    private static RuntimeException rethrown(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException runtime ? runtime : new CompletionException(failure);
    }
}
