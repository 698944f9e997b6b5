package io.pureboot.node.controller;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Waits between tries: they double up to a limit, and each is drawn from its upper half, so that many nodes do not ask
 * in step when their controller comes back. Not thread-safe.
 */
public final class Backoff {
    private final Duration first;
    private final Duration limit;
    private final RandomGenerator random;
    private Duration next;

    public Backoff(Duration first, Duration limit, RandomGenerator random) {
        if (first.isNegative() || first.isZero() || limit.compareTo(first) < 0) {
            throw new IllegalArgumentException("no backoff: first " + first + ", limit " + limit);
        }
        this.first = first;
        this.limit = limit;
        this.random = random;
        this.next = first;
    }

    /** How long to wait before the next try. */
    public Duration next() {
        long full = next.toNanos();
        next = next.multipliedBy(2).compareTo(limit) < 0 ? next.multipliedBy(2) : limit;
        return Duration.ofNanos(full / 2 + random.nextLong(full / 2 + 1));
    }

    /** After a success: the next failure waits the first, short time again. */
    public void reset() {
        next = first;
    }
}
