package io.pureboot.node.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pureboot.node.transfer.Cancellation;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AlongsideTest {
    private static final String NAME = "alongside-test";

    @Test
    @DisplayName("X12 work whose session was cancelled before does not begin: nobody would wait for its end")
    void cancelledBefore() {
        Cancellation cancellation = new Cancellation();
        cancellation.cancel();
        CountDownLatch over = new CountDownLatch(1);
        try {
            assertThrows(
                    CancellationException.class,
                    () -> Alongside.start(NAME, () -> uninterruptibly(over), cancellation));
            boolean working = Thread.getAllStackTraces().keySet().stream()
                    .anyMatch(thread -> thread.getName().equals(NAME));
            assertFalse(working, "it has begun");
        } finally {
            over.countDown();
        }
    }

    @Test
    @DisplayName("X12 a cancel interrupts the work, and closing waits for its end")
    void cancelledMeanwhile() throws Exception {
        Cancellation cancellation = new Cancellation();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        try (Alongside<Boolean> work = Alongside.start(
                NAME,
                () -> {
                    begun.countDown();
                    try {
                        never.await();
                        return true;
                    } finally {
                        ended.countDown();
                    }
                },
                cancellation)) {
            begun.await();
            cancellation.cancel();
            assertThrows(InterruptedException.class, work::result);
        }
        assertEquals(0, ended.getCount());
    }

    private static boolean uninterruptibly(CountDownLatch over) {
        boolean interrupted = false;
        while (true) {
            try {
                over.await();
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                return true;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }
}
