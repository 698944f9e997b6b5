package io.pureboot.node.partition;

import io.pureboot.linux.block.BlockDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One pass of a move in one direction: several threads read and write pieces while the caller's flushes the disk and
 * records what is safe. Amounts are bytes from where the pass began. A piece is begun only when it ends within the
 * recorded amount plus the distance: what it overwrites is then safe at its new place, whatever a power cut leaves of
 * the writes that were not flushed.
 */
final class MovePass {
    private final BlockDevice disk;
    private final long total;
    private final long distance;
    private final int piece;
    private final long enough;
    private final long pace;
    private final int threads;
    private final Places places;
    private final BooleanSupplier cancelled;

    /** Written pieces with one before them still missing: where they begin, where they end. */
    private final TreeMap<Long, Long> ahead = new TreeMap<>();

    private long next;
    private long written;
    private long safe;
    private long recordedAt = System.nanoTime();
    private boolean stopped;
    private @Nullable Throwable failure;

    /** Where on the disk the piece of so many bytes behind an amount is read and written. */
    interface Places {
        long source(long amount, int bytes);

        long target(long amount, int bytes);
    }

    /**
     * @param piece largest request, bytes
     * @param pace how long, in nanoseconds, writing goes on before the disk is flushed and the amount recorded: what a
     *     crash costs; the distance may want it sooner
     * @param threads requests in flight
     */
    record Limits(int piece, long pace, int threads) {
        static final Limits USUAL = new Limits(8 << 20, TimeUnit.MILLISECONDS.toNanos(500), 3);
    }

    MovePass(BlockDevice disk, long total, long distance, Limits limits, Places places, BooleanSupplier cancelled) {
        this.disk = disk;
        this.total = total;
        this.distance = distance;
        this.piece = piece(distance, limits.piece(), disk.alignment());
        // Half of it, so that the rest is written while this is flushed.
        this.enough = Math.max(distance / 2, piece);
        this.pace = limits.pace();
        this.threads = limits.threads();
        this.places = places;
        this.cancelled = cancelled;
    }

    /** A whole number of pieces in the distance, or little less: each flush covers as much as it may. */
    private static int piece(long distance, int largest, int alignment) {
        long even = distance / Math.ceilDiv(distance, largest);
        return (int) (even > alignment ? even - even % alignment : even);
    }

    /** @return false when cancelled before the end; then what is recorded is all that was written */
    boolean run(Mover.Record record) throws IOException {
        List<Thread> crew = new ArrayList<>();
        for (int i = 0; i < Math.min(threads, Math.ceilDiv(total, piece)); i++) {
            crew.add(Thread.ofPlatform().daemon().name("move-" + i).start(this::work));
        }
        try {
            long seen = 0;
            while (safe < total) {
                long upTo = awaitWritten(seen);
                seen = upTo;
                record.written(upTo);
                if (due()) {
                    disk.flush();
                    record.moved(upTo);
                    recorded(upTo);
                }
                if (over()) {
                    break;
                }
            }
        } finally {
            dismiss(crew);
        }
        return safe == total;
    }

    private void work() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(Math.ceilDiv(piece, 4096) * 4096 + 4096)
                .alignedSlice(4096);
        try {
            for (long at = take(); at >= 0; at = take()) {
                int bytes = (int) Math.min(piece, total - at);
                copy(at, bytes, buffer);
                ended(at, at + bytes);
            }
        } catch (IOException | RuntimeException | Error | InterruptedException e) {
            failed(e);
        }
    }

    private void copy(long at, int bytes, ByteBuffer buffer) throws IOException {
        long source = places.source(at, bytes);
        buffer.clear().limit(bytes);
        if (disk.read(buffer, source) != bytes) {
            throw new IOException(disk.name() + " ends before byte " + (source + bytes));
        }
        disk.write(buffer.flip(), places.target(at, bytes));
    }

    /** The next piece, or -1 when there is none to be begun any more. */
    private synchronized long take() throws InterruptedException {
        while (true) {
            // At least one piece, so that cancelling and continuing gets on.
            if (next > 0 && cancelled.getAsBoolean()) {
                stopped = true;
                notifyAll();
            }
            if (stopped || failure != null || next == total) {
                return -1;
            }
            if (!tooFar()) {
                long at = next;
                next = end();
                return at;
            }
            wait();
        }
    }

    private synchronized long end() {
        return Math.min(total, next + piece);
    }

    private synchronized boolean tooFar() {
        return next < total && end() > safe + distance;
    }

    private synchronized void ended(long from, long to) {
        ahead.put(from, to);
        for (Long reaches = ahead.remove(written); reaches != null; reaches = ahead.remove(written)) {
            written = reaches;
        }
        notifyAll();
    }

    private synchronized void failed(Throwable why) {
        if (failure == null) {
            failure = why;
        }
        notifyAll();
    }

    private synchronized void recorded(long amount) {
        safe = amount;
        recordedAt = System.nanoTime();
        notifyAll();
    }

    /** Waits for more to be written, for something to be due, or the end. */
    private synchronized long awaitWritten(long seen) throws IOException {
        try {
            while (failure == null && written == seen && !due() && !over()) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while moving", e);
        }
        throwFailure();
        return written;
    }

    /** Whether what is written should be made safe now: there is enough of it, it is time, or nothing goes on without. */
    private synchronized boolean due() {
        boolean stuck = idle() && (stopped || next == total || tooFar());
        boolean time = System.nanoTime() - recordedAt >= pace;
        return written > safe && (stuck || time || written - safe >= enough);
    }

    private synchronized boolean idle() {
        return written == next;
    }

    private synchronized boolean over() {
        return idle() && safe == written && (stopped || next == total);
    }

    private void throwFailure() throws IOException {
        switch (failure) {
            case null -> {}
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IOException("moving was broken off", failure);
        }
    }

    private void dismiss(List<Thread> crew) {
        synchronized (this) {
            stopped = true;
            notifyAll();
        }
        boolean interrupted = false;
        for (Thread thread : crew) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
