package io.pureboot.node.controller;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;

/** A controller of a few lines: answers as told and remembers what it was sent and what it took. */
final class RecordingController implements UpdateSender {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<String> accepted = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private BiFunction<String, String, Delivery> answers;

    RecordingController(Delivery always) {
        this((endpoint, payload) -> always);
    }

    RecordingController(BiFunction<String, String, Delivery> answers) {
        this.answers = answers;
    }

    void answer(Delivery always) {
        lock.lock();
        try {
            answers = (endpoint, payload) -> always;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Delivery send(String endpoint, String payload) {
        lock.lock();
        try {
            Delivery delivery = answers.apply(endpoint, payload);
            asked.add(endpoint + "|" + payload);
            if (delivery == Delivery.ACCEPTED) {
                accepted.add(endpoint + "|" + payload);
            }
            changed.signalAll();
            return delivery;
        } finally {
            lock.unlock();
        }
    }

    List<String> accepted() {
        lock.lock();
        try {
            return List.copyOf(accepted);
        } finally {
            lock.unlock();
        }
    }

    List<String> asked() {
        lock.lock();
        try {
            return List.copyOf(asked);
        } finally {
            lock.unlock();
        }
    }

    void awaitAsked(int count) throws InterruptedException {
        long left = Duration.ofSeconds(20).toNanos();
        lock.lock();
        try {
            while (asked.size() < count) {
                left = changed.awaitNanos(left);
                if (left <= 0) {
                    throw new AssertionError("asked " + asked.size() + " times, expected " + count + ": " + asked);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    static Backoff quick() {
        return new Backoff(Duration.ofMillis(2), Duration.ofMillis(20), new java.util.Random(7));
    }

    static Duration deadline() {
        return Duration.ofNanos(TimeUnit.SECONDS.toNanos(20));
    }
}
