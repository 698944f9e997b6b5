package io.pureboot.node.filesystem;

import io.pureboot.linux.block.Extent;
import java.nio.ByteBuffer;

/** Turns an allocation bitmap, lowest bit first, into runs of bytes. A set bit means used. */
final class BitRuns {
    private final long start;
    private final long unit;
    private final long bits;
    private final ExtentSet used = new ExtentSet();
    private long taken;
    private long runStart = -1;

    /** Bit 0 stands for the {@code unit} bytes at {@code start}; there are {@code bits} of them. */
    BitRuns(long start, long unit, long bits) {
        this.start = start;
        this.unit = unit;
        this.bits = bits;
    }

    /** Bits not yet seen. */
    long missing() {
        return bits - taken;
    }

    /** The next piece of the bitmap; bits behind the last one are ignored. */
    void take(ByteBuffer piece) {
        for (int i = piece.position(); i < piece.limit() && missing() > 0; i++) {
            int octet = Byte.toUnsignedInt(piece.get(i));
            if (missing() >= 8 && (octet == 0 || octet == 0xff)) {
                mark(octet != 0);
                taken += 8;
            } else {
                for (int bit = 0; bit < 8 && missing() > 0; bit++, taken++) {
                    mark((octet >> bit & 1) != 0);
                }
            }
        }
        if (missing() == 0) {
            mark(false);
        }
    }

    ExtentSet used() {
        return used;
    }

    boolean covers(long position) {
        return used.list().stream().anyMatch((Extent run) -> run.start() <= position && position < run.end());
    }

    private void mark(boolean set) {
        if (set && runStart < 0) {
            runStart = taken;
        } else if (!set && runStart >= 0) {
            used.add(start + runStart * unit, (taken - runStart) * unit);
            runStart = -1;
        }
    }
}
