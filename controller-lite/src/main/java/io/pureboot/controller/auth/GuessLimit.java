package io.pureboot.controller.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows guessing: after some failures within a while a key (an address, a user name) has to wait. Holds a bounded number
 * of keys, the oldest going first. Thread-safe.
 */
final class GuessLimit {
    private static final int KEYS = 10_000;

    private final int failures;
    private final Duration within;
    private final Clock clock;
    private final Map<String, Deque<Instant>> failed = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<Instant>> eldest) {
            return size() > KEYS;
        }
    };

    GuessLimit(int failures, Duration within, Clock clock) {
        this.failures = failures;
        this.within = within;
        this.clock = clock;
    }

    /** How long this key has still to wait; zero when it may try. */
    synchronized Duration wait(String key) {
        Deque<Instant> times = failed.get(key);
        if (times == null) {
            return Duration.ZERO;
        }
        Instant begin = clock.instant().minus(within);
        while (!times.isEmpty() && times.peekFirst().isBefore(begin)) {
            times.removeFirst();
        }
        if (times.size() < failures) {
            return Duration.ZERO;
        }
        return Duration.between(begin, times.peekFirst()).plusMillis(1);
    }

    synchronized void failed(String key) {
        failed.computeIfAbsent(key, k -> new ArrayDeque<>()).addLast(clock.instant());
    }

    synchronized void succeeded(String key) {
        failed.remove(key);
    }
}
