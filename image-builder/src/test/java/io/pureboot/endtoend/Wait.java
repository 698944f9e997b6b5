package io.pureboot.endtoend;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** Waits for a condition, with a deadline. */
final class Wait {
    private static final Duration STEP = Duration.ofMillis(50);

    private Wait() {}

    /** @param what should have come true, for the message */
    static void until(Duration limit, Supplier<String> what, Callable<Boolean> condition) {
        long end = System.nanoTime() + limit.toNanos();
        Exception last = null;
        while (System.nanoTime() < end) {
            try {
                if (condition.call()) {
                    return;
                }
                last = null;
                Thread.sleep(STEP);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            } catch (Exception e) {
                last = e;
            }
        }
        throw new AssertionError("not within " + limit.toSeconds() + " s: " + what.get(), last);
    }
}
