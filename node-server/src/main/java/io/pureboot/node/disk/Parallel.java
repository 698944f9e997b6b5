package io.pureboot.node.disk;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs a few things at once, each of which mostly waits for a tool. */
final class Parallel {
    private static final int AT_ONCE = 4;

    private Parallel() {}

    interface Task<T> {
        T run() throws IOException;
    }

    /** The results in the order of the tasks; the first failure ends it. */
    static <T> List<T> all(List<Task<T>> tasks) throws IOException {
        if (tasks.isEmpty()) {
            return List.of();
        }
        List<T> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(Math.min(AT_ONCE, tasks.size()))) {
            List<Future<T>> futures =
                    tasks.stream().map(task -> threads.submit(task::run)).toList();
            try {
                for (Future<T> future : futures) {
                    results.add(future.get());
                }
            } catch (InterruptedException e) {
                threads.shutdownNow();
                throw e;
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IOException("looking at the disks failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("looking at the disks was interrupted", e);
        }
        return results;
    }
}
