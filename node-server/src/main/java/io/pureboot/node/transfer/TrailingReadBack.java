package io.pureboot.node.transfer;

import io.pureboot.linux.block.BlockDevice;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import java.io.IOException;
import java.time.Duration;
import java.util.BitSet;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Reads back what was written while more is being fetched, in the time the target would wait for the source. A chunk is
 * read after it was flushed and a distance of other chunks was written and flushed behind it, more than a disk's own
 * cache holds, so that it is the medium that answers. A disk that has writes waiting is left alone: on one with heads
 * that would take more time than it saves.
 */
final class TrailingReadBack implements AutoCloseable {
    /** Chunks, 256 MiB. */
    static final int DISTANCE = 64;

    private static final Duration PAUSE = Duration.ofMillis(20);

    private final BlockDevice device;
    private final ReadBack readBack;
    private final ChunkWriter writer;
    private final int distance;
    private final BitSet equal = new BitSet();
    private final BitSet different = new BitSet();
    private final Thread thread;
    private boolean ending;
    private @Nullable RuntimeException failure;

    /**
     * Begins at once.
     *
     * @param distance chunks between what is written and what is read
     */
    TrailingReadBack(BlockDevice device, ReadBack readBack, ChunkWriter writer, int distance) {
        this.device = device;
        this.readBack = readBack;
        this.writer = writer;
        this.distance = distance;
        this.thread = DaemonThreads.named("target-trail").newThread(this::run);
        thread.start();
    }

    private void run() {
        try {
            follow();
        } catch (ProblemException e) {
            failed(e);
            writer.fail(e);
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private void follow() {
        BitSet flushed = new BitSet();
        BitSet next = new BitSet();
        while (!ending()) {
            BitSet written = writer.written();
            written.andNot(flushed);
            if (written.cardinality() < distance) {
                pause();
                continue;
            }
            flush();
            flushed.or(written);
            compare(next);
            next = written;
        }
    }

    private void compare(BitSet chunks) {
        for (int chunk = chunks.nextSetBit(0); chunk >= 0; chunk = chunks.nextSetBit(chunk + 1)) {
            while (writer.busy() && !ending()) {
                pause();
            }
            if (ending()) {
                return;
            }
            boolean same = readBack.holds(chunk);
            synchronized (this) {
                (same ? equal : different).set(chunk);
            }
        }
    }

    private void flush() {
        try {
            device.flush();
        } catch (IOException e) {
            throw new ProblemException(
                    ProblemType.DEVICE_IO,
                    "What was written to " + device.name() + " does not reach the disk: " + e.getMessage(),
                    e);
        }
    }

    private synchronized void failed(RuntimeException e) {
        failure = e;
    }

    private synchronized boolean ending() {
        return ending;
    }

    private synchronized void pause() {
        try {
            if (!ending) {
                wait(PAUSE.toMillis());
            }
        } catch (InterruptedException e) {
            throw new CancellationException("interrupted");
        }
    }

    /** Chunks that were equal when they were read; a copy. */
    synchronized BitSet equal() {
        return (BitSet) equal.clone();
    }

    /** Whether one was not. */
    synchronized boolean foundDifference() {
        return !different.isEmpty();
    }

    /** Throws what went wrong in the background, such as {@link ProblemException} when the target cannot be read. */
    synchronized void check() {
        if (failure != null) {
            throw failure;
        }
    }

    /** Ends after the chunk it is at. */
    @Override
    public void close() {
        synchronized (this) {
            ending = true;
            notifyAll();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new CancellationException("interrupted");
        }
    }
}
