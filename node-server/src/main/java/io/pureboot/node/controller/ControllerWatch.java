package io.pureboot.node.controller;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the controller answers: said in the log once a change, and known to all who wait to try again. Thread-safe.
 */
public final class ControllerWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ControllerWatch.class);

    private final String name;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition returned = lock.newCondition();
    private final List<Runnable> onReturn = new CopyOnWriteArrayList<>();
    private Instant awaySince = Instant.MAX;
    private boolean heard;
    private @Nullable String failure;
    private long returns;

    public ControllerWatch(String name, InstantSource clock) {
        this.name = name;
        this.clock = clock;
    }

    /** Runs each time the controller answers again. Must be quick. */
    public void onReturn(Runnable action) {
        onReturn.add(action);
    }

    public void answered() {
        boolean back;
        lock.lock();
        try {
            back = !heard || away();
            if (back) {
                LOG.info(
                        "controller {} answers{}",
                        name,
                        away()
                                ? " again after "
                                        + Duration.between(awaySince, clock.instant())
                                                .toSeconds() + " s"
                                : "");
                returns++;
                returned.signalAll();
            }
            heard = true;
            awaySince = Instant.MAX;
            failure = null;
        } finally {
            lock.unlock();
        }
        if (back) {
            onReturn.forEach(Runnable::run);
        }
    }

    /** A request failed; an error that the controller itself answered with counts as an answer. */
    public void failed(IOException failed) {
        if (failed instanceof InterruptedIOException) {
            return;
        }
        if (failed instanceof EnrolmentRefusedException
                || (failed instanceof ControllerException answer && answer.status() < 500)) {
            answered();
            return;
        }
        lock.lock();
        try {
            failure = String.valueOf(failed.getMessage());
            if (!away()) {
                LOG.warn("controller {} does not answer, trying again: {}", name, failure);
                awaySince = clock.instant();
            }
        } finally {
            lock.unlock();
        }
    }

    public boolean reachable() {
        lock.lock();
        try {
            return heard && !away();
        } finally {
            lock.unlock();
        }
    }

    /** Why the last request got no answer, null when it got one. */
    @Nullable
    String failure() {
        lock.lock();
        try {
            return failure;
        } finally {
            lock.unlock();
        }
    }

    /** Waits, but no longer than until the controller is back. */
    public void pause(Duration limit) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long before = returns;
            long left = limit.toNanos();
            while (before == returns && left > 0) {
                left = returned.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean away() {
        return !awaySince.equals(Instant.MAX);
    }
}
