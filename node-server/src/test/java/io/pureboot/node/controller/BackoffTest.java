package io.pureboot.node.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    @DisplayName("OR5 waits double up to the limit, drawn from the upper half")
    void doublesUpToTheLimit() {
        Backoff backoff = new Backoff(FIRST, LIMIT, new Random(1));
        for (long full : new long[] {1, 2, 4, 8, 16, 30, 30, 30}) {
            long millis = backoff.next().toMillis();
            assertTrue(millis >= full * 500 && millis <= full * 1000, millis + " ms is not the upper half of " + full);
        }
    }

    @Test
    @DisplayName("OR5 two nodes do not wait the same")
    void hasJitter() {
        Set<Duration> seen = new HashSet<>();
        for (int seed = 0; seed < 20; seed++) {
            seen.add(new Backoff(FIRST, LIMIT, new Random(seed)).next());
        }
        assertEquals(20, seen.size());
    }

    @Test
    @DisplayName("OR5 a success starts over")
    void startsOver() {
        Backoff backoff = new Backoff(FIRST, LIMIT, new Random(1));
        for (int i = 0; i < 6; i++) {
            backoff.next();
        }
        backoff.reset();
        assertTrue(backoff.next().compareTo(FIRST) <= 0);
    }
}
