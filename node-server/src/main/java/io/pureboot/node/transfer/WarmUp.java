package io.pureboot.node.transfer;

import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Has the digest's way into its library linked before the first clone; where it is made in Java, has it compiled:
 * interpreted it takes fifty times the CPU, just when a disk waits for it. Runs for a second at most, behind everything else, on a node that has nothing to do yet.
 */
public final class WarmUp {
    private static final long LIMIT_NANOS = 1_000_000_000L;
    private static final int ROUNDS = 64;
    /** The first page and the first look at the disks come first. */
    private static final Duration AFTER_START = Duration.ofSeconds(15);

    private WarmUp() {}

    /** Returns at once; the work is done some time later in a daemon thread. */
    public static void start() {
        Thread thread = DaemonThreads.named("warm-up").newThread(WarmUp::later);
        thread.setPriority(Thread.MIN_PRIORITY);
        thread.start();
    }

    private static void later() {
        try {
            Thread.sleep(AFTER_START);
            now();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Does the work in this thread. */
    public static void now() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(ChunkMap.CHUNK / 4);
        long end = System.nanoTime() + LIMIT_NANOS;
        for (int i = 0; i < ROUNDS && System.nanoTime() < end; i++) {
            buffer.putInt(0, i);
            Digest.of(buffer, buffer.capacity());
        }
    }
}
