package io.pureboot.node.transfer;

import io.pureboot.linux.block.AlignedBuffers;
import io.pureboot.linux.block.BlockDevice;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Writes chunks to the target while more are fetched. Its buffers are the brake: who cannot get one waits for the disk.
 */
final class ChunkWriter implements AutoCloseable {
    private static final int THREADS = 2;

    private final BlockDevice device;
    private final ChunkMap map;
    private final AlignedBuffers buffers;
    private final TransferMeter meter;
    private final BitSet written = new BitSet();
    private final AtomicReference<@Nullable ProblemException> failure = new AtomicReference<>();
    private final Phaser unfinished = new Phaser(1);
    private final ExecutorService writers = Executors.newFixedThreadPool(THREADS, DaemonThreads.named("target-write"));

    /** @param fetchers that each fill one buffer at a time */
    ChunkWriter(BlockDevice device, ChunkMap map, int fetchers, TransferMeter meter) {
        this.device = device;
        this.map = map;
        this.meter = meter;
        this.buffers = new AlignedBuffers(fetchers + THREADS + 1, ChunkMap.CHUNK + HttpStream.RECORD_ROOM);
    }

    /** A buffer for one chunk; goes to {@link #write} or {@link #release}. */
    ByteBuffer buffer() {
        check();
        try {
            return buffers.acquire();
        } catch (InterruptedException e) {
            throw new CancellationException("interrupted");
        }
    }

    void release(ByteBuffer buffer) {
        buffers.release(buffer);
    }

    /** Takes the chunk over; it is written when {@link #finish} has returned. */
    void write(int chunk, ByteBuffer buffer, Digest digest) {
        unfinished.register();
        writers.execute(() -> {
            try {
                if (failure.get() == null) {
                    store(chunk, buffer, digest);
                }
            } finally {
                buffers.release(buffer);
                unfinished.arriveAndDeregister();
            }
        });
    }

    private void store(int chunk, ByteBuffer buffer, Digest digest) {
        int length = map.length(chunk);
        try {
            if (digest.equals(Digest.ofZeros(length))) {
                device.zero(map.extent(chunk));
            } else {
                int padded = Math.ceilDiv(length, device.alignment()) * device.alignment();
                buffer.clear().limit(padded);
                for (int i = length; i < padded; i++) {
                    buffer.put(i, (byte) 0);
                }
                device.write(buffer, map.start(chunk));
            }
            synchronized (written) {
                written.set(chunk);
            }
            meter.add(length);
        } catch (IOException | RuntimeException e) {
            fail(new ProblemException(
                    ProblemType.DEVICE_IO,
                    "Writing " + device.name() + " failed at bytes " + map.start(chunk) + "-"
                            + (map.start(chunk) + length) + ": " + e.getMessage(),
                    e));
        }
    }

    /** Nothing more is written: {@link #check} throws this, or what failed before. */
    void fail(ProblemException problem) {
        failure.compareAndSet(null, problem);
    }

    /** Whether the disk has as much to write as it can do at once. */
    boolean busy() {
        return unfinished.getUnarrivedParties() > THREADS;
    }

    /** @throws ProblemException when a write has failed */
    void check() {
        ProblemException problem = failure.get();
        if (problem != null) {
            throw problem;
        }
    }

    /** Waits until all that was given is written. */
    void finish() {
        unfinished.arriveAndAwaitAdvance();
        check();
    }

    /** A copy. */
    BitSet written() {
        synchronized (written) {
            return (BitSet) written.clone();
        }
    }

    @Override
    public void close() {
        writers.shutdown();
        unfinished.arriveAndAwaitAdvance();
    }
}
