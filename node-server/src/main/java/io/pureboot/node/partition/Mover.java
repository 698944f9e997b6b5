package io.pureboot.node.partition;

import io.pureboot.linux.block.BlockDevice;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/**
 * Copies a run of bytes to another place on the same disk, which may overlap the old one, from the side the run moves
 * to. {@code moved} says how much is at the new place for good; everything behind it is still whole at the old place,
 * because nothing is ever written further ahead of it than the distance between the two places. So writing the same again
 * after a crash gives the same, and it also works backwards from any amount.
 */
final class Mover {
    private final BlockDevice disk;
    private final long from;
    private final long to;
    private final long length;
    private final MovePass.Limits limits;

    /** Told how far a move is, by one thread. */
    interface Record {
        /** So many bytes are safe on the medium at the new place; must have recorded it when it returns. */
        void moved(long bytes) throws IOException;

        /** So many were written, for people to see; some of it may be lost yet. */
        default void written(long bytes) {}
    }

    /** All in bytes, multiples of the sector size. */
    Mover(BlockDevice disk, long from, long to, long length) {
        this(disk, from, to, length, MovePass.Limits.USUAL);
    }

    Mover(BlockDevice disk, long from, long to, long length, MovePass.Limits limits) {
        if (from == to || length <= 0) {
            throw new IllegalArgumentException("nothing to move");
        }
        this.disk = disk;
        this.from = from;
        this.to = to;
        this.length = length;
        this.limits = limits;
    }

    /** Goes on from {@code moved} to the end; returns false when cancelled in between. */
    boolean forward(long moved, Record record, BooleanSupplier cancelled) throws IOException {
        MovePass.Places places = new MovePass.Places() {
            @Override
            public long source(long amount, int bytes) {
                return position(from, moved + amount, bytes);
            }

            @Override
            public long target(long amount, int bytes) {
                return position(to, moved + amount, bytes);
            }
        };
        Record shifted = new Record() {
            @Override
            public void moved(long bytes) throws IOException {
                record.moved(moved + bytes);
            }

            @Override
            public void written(long bytes) {
                record.written(moved + bytes);
            }
        };
        return new MovePass(disk, length - moved, Math.abs(to - from), limits, places, cancelled).run(shifted);
    }

    /** Brings the first {@code moved} bytes back to the old place. */
    void back(long moved, Record record) throws IOException {
        MovePass.Places places = new MovePass.Places() {
            @Override
            public long source(long amount, int bytes) {
                return position(to, moved - amount - bytes, bytes);
            }

            @Override
            public long target(long amount, int bytes) {
                return position(from, moved - amount - bytes, bytes);
            }
        };
        Record reversed = new Record() {
            @Override
            public void moved(long bytes) throws IOException {
                record.moved(moved - bytes);
            }

            @Override
            public void written(long bytes) {
                record.written(moved - bytes);
            }
        };
        boolean ignored = new MovePass(disk, moved, Math.abs(to - from), limits, places, () -> false).run(reversed);
    }

    /** Where the piece of {@code bytes} behind the first {@code amount} lies, counted from the side it moves to. */
    private long position(long start, long amount, int bytes) {
        return to < from ? start + amount : start + length - amount - bytes;
    }
}
