package io.pureboot.node.partition;

import io.pureboot.linux.block.BlockDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;

/**
 * Copies a run of bytes to another place on the same disk, which may overlap the old one. Works from the side the run
 * moves to, in pieces no longer than the distance: a piece never overwrites its own source, so writing it again after a
 * crash gives the same, and everything from the recorded amount on is still whole at the old place. That also makes it
 * work backwards from any amount.
 *
 * <p>{@code moved} is that amount in bytes; it is handed on only after the medium has it.
 */
final class Mover {
    private static final int LARGEST = 16 << 20;

    private final BlockDevice disk;
    private final long from;
    private final long to;
    private final long length;
    private final int piece;

    /** Told of each amount that is safe on the medium; must have recorded it when it returns. */
    interface Record {
        void moved(long bytes) throws IOException;
    }

    /** All in bytes, multiples of the sector size. */
    Mover(BlockDevice disk, long from, long to, long length) {
        this(disk, from, to, length, LARGEST);
    }

    Mover(BlockDevice disk, long from, long to, long length, int largest) {
        if (from == to || length <= 0) {
            throw new IllegalArgumentException("nothing to move");
        }
        this.disk = disk;
        this.from = from;
        this.to = to;
        this.length = length;
        this.piece = (int) Math.min(Math.abs(to - from), largest);
    }

    /** Goes on from {@code moved} to the end; returns false when cancelled in between. */
    boolean forward(long moved, Record record, BooleanSupplier cancelled) throws IOException {
        ByteBuffer one = buffer();
        ByteBuffer other = buffer();
        Future<ByteBuffer> next = read(moved, one);
        while (moved < length) {
            ByteBuffer current = await(next);
            int bytes = current.remaining();
            // What is read ahead lies on the far side of the piece that is written now.
            next = read(moved + bytes, other);
            disk.write(current, position(to, moved, bytes));
            disk.flush();
            moved += bytes;
            record.moved(moved);
            other = current;
            if (moved < length && cancelled.getAsBoolean()) {
                await(next);
                return false;
            }
        }
        return true;
    }

    /** Brings the first {@code moved} bytes back to the old place. */
    void back(long moved, Record record) throws IOException {
        ByteBuffer buffer = buffer();
        while (moved > 0) {
            int bytes = (int) Math.min(piece, moved);
            long before = moved - bytes;
            buffer.clear().limit(bytes);
            fill(buffer, position(to, before, bytes));
            disk.write(buffer, position(from, before, bytes));
            disk.flush();
            moved = before;
            record.moved(moved);
        }
    }

    private Future<ByteBuffer> read(long moved, ByteBuffer buffer) {
        FutureTask<ByteBuffer> task = new FutureTask<>(() -> {
            buffer.clear().limit((int) Math.min(piece, length - moved));
            if (buffer.hasRemaining()) {
                fill(buffer, position(from, moved, buffer.remaining()));
            }
            return buffer;
        });
        Thread.ofVirtual().name("move-read").start(task);
        return task;
    }

    private static ByteBuffer await(Future<ByteBuffer> reading) throws IOException {
        try {
            return reading.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IOException("reading ahead failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while moving", e);
        }
    }

    /** Reads until the buffer is full, then readies it for writing. */
    private void fill(ByteBuffer buffer, long position) throws IOException {
        int wanted = buffer.remaining();
        if (disk.read(buffer, position) != wanted) {
            throw new IOException(disk.name() + " ends before byte " + (position + wanted));
        }
        buffer.flip();
    }

    /** Where the piece of {@code bytes} behind the first {@code moved} lies, counted from the side it moves to. */
    private long position(long start, long moved, int bytes) {
        return to < from ? start + moved : start + length - moved - bytes;
    }

    private ByteBuffer buffer() {
        return ByteBuffer.allocateDirect(Math.ceilDiv(piece, 4096) * 4096 + 4096)
                .alignedSlice(4096)
                .limit(piece)
                .slice();
    }
}
