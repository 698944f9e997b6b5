package io.pureboot.node.controller;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Updates for the controller, durable and in order, so that a clone needs no controller while it runs. Putting one in
 * never fails and never waits for the network; one thread sends the oldest first and removes it once the controller
 * has it. When the folder cannot be written, updates are kept in memory and the log says so.
 *
 * <p>Nothing is dropped but an unsent progress that a later one of the same endpoint replaces, and what the controller
 * refuses for good. A 403 holds back only the session it is about: the session may belong to an identity this node had
 * before, and a {@code complete} of another one must not wait for it.
 */
public final class OfflineQueue implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OfflineQueue.class);

    private final QueueFolder folder;
    private final UpdateSender sender;
    private final Backoff backoff;
    private final ReentrantLock flushing = new ReentrantLock();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final TreeMap<Long, QueuedUpdate> pending = new TreeMap<>();
    private final Set<Long> unsaved = new TreeSet<>();
    private final Thread thread;
    private long nextSequence;
    private boolean woken;
    private boolean folderFails;

    /**
     * Takes up what an earlier process left and starts sending.
     *
     * @throws IOException when the folder cannot be made or read, or another node uses it
     */
    public OfflineQueue(Path folder, UpdateSender sender, Backoff backoff, Clock clock) throws IOException {
        this.folder = new QueueFolder(folder);
        this.sender = sender;
        this.backoff = backoff;
        for (QueuedUpdate update : this.folder.load()) {
            pending.put(update.sequence(), update);
        }
        // Rises across restarts also when nothing was left behind: replays are recognised by the number.
        nextSequence = Math.max(clock.millis(), pending.isEmpty() ? 0 : pending.lastKey() + 1);
        thread = Thread.ofVirtual().name("offline-queue").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** A number no update had before and every later one is above; a progress carries it. */
    public long nextSequence() {
        lock.lock();
        try {
            return nextSequence++;
        } finally {
            lock.unlock();
        }
    }

    /** Puts an update at the end; it is on the medium when this returns, unless the log says otherwise. */
    public void queueUpdate(String endpoint, String payload) {
        put(endpoint, payload, true, List.of());
    }

    /** Puts an update at the end in place of an unsent one of the same endpoint. */
    public void queueLatest(String endpoint, String payload) {
        lock.lock();
        try {
            List<QueuedUpdate> outdated = pending.values().stream()
                    .filter(update -> update.endpoint().equals(endpoint))
                    .toList();
            put(endpoint, payload, false, outdated);
        } finally {
            lock.unlock();
        }
    }

    private void put(String endpoint, String payload, boolean durable, List<QueuedUpdate> outdated) {
        lock.lock();
        try {
            QueuedUpdate update = new QueuedUpdate(nextSequence++, endpoint, payload);
            pending.put(update.sequence(), update);
            save(update, durable);
            outdated.forEach(this::forget);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Updates not yet delivered. */
    public int size() {
        lock.lock();
        try {
            return pending.size();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the wait between two tries: the controller was just heard from. */
    public void wake() {
        lock.lock();
        try {
            woken = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until everything is delivered; false when it was not within the limit. */
    public boolean awaitEmpty(Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        lock.lock();
        try {
            while (!pending.isEmpty() && left > 0) {
                left = changed.awaitNanos(left);
            }
            return pending.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends what is there, oldest first, and stops where the controller does not answer.
     *
     * @return true when nothing is left
     */
    boolean flushQueue() throws InterruptedException {
        flushing.lockInterruptibly();
        try {
            Set<String> heldBack = new HashSet<>();
            QueuedUpdate update = nextAfter(-1, heldBack);
            while (update != null) {
                switch (sender.send(update.endpoint(), update.payload())) {
                    case ACCEPTED -> delivered(update);
                    case REFUSED -> {
                        LOG.warn("the controller refused {}; it is dropped: {}", update.endpoint(), update.payload());
                        delivered(update);
                    }
                    case FORBIDDEN -> heldBack.add(update.lane());
                    case UNREACHABLE -> {
                        return false;
                    }
                }
                update = nextAfter(update.sequence(), heldBack);
            }
            return heldBack.isEmpty();
        } finally {
            flushing.unlock();
        }
    }

    private void run() {
        try {
            while (true) {
                awaitWork();
                if (!flushQueue()) {
                    awaitRetry(backoff.next());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitWork() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (pending.isEmpty()) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private void awaitRetry(Duration delay) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            saveAgain();
            long left = delay.toNanos();
            while (!woken && left > 0) {
                left = changed.awaitNanos(left);
            }
            woken = false;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable QueuedUpdate nextAfter(long sequence, Set<String> heldBack) {
        lock.lock();
        try {
            return pending.tailMap(sequence, false).values().stream()
                    .filter(update -> !heldBack.contains(update.lane()))
                    .findFirst()
                    .orElse(null);
        } finally {
            lock.unlock();
        }
    }

    private void delivered(QueuedUpdate update) {
        lock.lock();
        try {
            backoff.reset();
            forget(update);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void forget(QueuedUpdate update) {
        pending.remove(update.sequence());
        if (!unsaved.remove(update.sequence())) {
            try {
                folder.delete(update);
            } catch (IOException e) {
                LOG.warn(
                        "cannot remove the delivered update {}: after a restart it is sent again",
                        update.fileName(),
                        e);
            }
        }
    }

    private void save(QueuedUpdate update, boolean durable) {
        try {
            folder.save(update, durable);
            unsaved.remove(update.sequence());
            folderFails = false;
        } catch (IOException e) {
            unsaved.add(update.sequence());
            if (!folderFails) {
                LOG.error(
                        "cannot write updates to {}, kept in memory only until that works again: {}",
                        folder,
                        e.toString());
            }
            folderFails = true;
        }
    }

    private void saveAgain() {
        for (long sequence : List.copyOf(unsaved)) {
            QueuedUpdate update = pending.get(sequence);
            if (update != null) {
                save(update, true);
            }
        }
    }

    /** Stops sending. What is left stays in the folder for the next process. */
    @Override
    public void close() throws IOException {
        thread.interrupt();
        folder.close();
    }
}
