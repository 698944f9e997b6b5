package io.pureboot.node.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SendLimitTest {
    @Test
    @DisplayName("senders share the rate, and a pause is not made up for by a burst")
    void shared() {
        AtomicLong now = new AtomicLong(5);
        SendLimit limit = new SendLimit(1000, now::get);
        assertEquals(5 + 500_000_000L, limit.reserve(500));
        assertEquals(5 + 1_000_000_000L, limit.reserve(500));
        now.set(10_000_000_000L);
        assertEquals(10_100_000_000L, limit.reserve(100));
    }

    @Test
    @DisplayName("who has sent too much waits; without a limit nobody does")
    void waits() {
        long start = System.nanoTime();
        new SendLimit(0).sent(Long.MAX_VALUE);
        assertTrue(System.nanoTime() - start < 1_000_000_000L);
        SendLimit limit = new SendLimit(100 << 20);
        limit.sent(5 << 20);
        limit.sent(5 << 20);
        assertTrue(System.nanoTime() - start >= 90_000_000L, "did not wait");
    }
}
