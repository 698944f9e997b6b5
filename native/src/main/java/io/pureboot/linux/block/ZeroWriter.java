package io.pureboot.linux.block;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Zeroes a range by writing zeros. */
final class ZeroWriter {
    private static final int PIECE = 1 << 20;

    private ZeroWriter() {}

    static void write(BlockDevice device, Extent range) throws IOException {
        ByteBuffer zeros = AlignedBuffers.allocate(PIECE);
        long position = range.start();
        while (position < range.end()) {
            zeros.clear().limit((int) Math.min(PIECE, range.end() - position));
            int length = zeros.remaining();
            device.write(zeros, position);
            position += length;
        }
    }
}
