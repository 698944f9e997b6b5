package io.pureboot.linux.block;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Carries out requests that direct I/O does not take, through an aligned copy of the blocks around them. */
final class BounceBuffer {
    /** Most bytes copied at once. */
    private static final int PIECE = 1 << 20;

    private BounceBuffer() {}

    static void read(DataChannel data, ByteBuffer buffer, long position, int wanted) throws IOException {
        int done = 0;
        while (done < wanted) {
            Extent blocks = around(data, position + done, wanted - done);
            ByteBuffer copy = load(data, blocks);
            int skip = (int) (position + done - blocks.start());
            int count = Math.min(copy.limit() - skip, wanted - done);
            buffer.put(copy.slice(skip, count));
            done += count;
        }
    }

    /** The caller keeps every other writer out, because the blocks around the request are written back too. */
    static void write(DataChannel data, ByteBuffer buffer, long position, long size) throws IOException {
        long at = position;
        long end = Math.min(position + buffer.remaining(), size);
        while (at < end) {
            Extent blocks = around(data, at, end - at);
            ByteBuffer copy = load(data, blocks);
            int skip = (int) (at - blocks.start());
            int count = (int) Math.min(copy.limit() - skip, end - at);
            copy.put(skip, buffer, buffer.position(), count);
            buffer.position(buffer.position() + count);
            copy.position(0).limit((int) blocks.length());
            data.writeFully(copy, blocks.start(), size);
            at += count;
        }
        // What is left is padding behind the end of an odd-sized device.
        buffer.position(buffer.limit());
    }

    private static Extent around(DataChannel data, long position, long length) {
        int alignment = data.alignment();
        long start = position - position % alignment;
        long end = Math.min(Math.ceilDiv(position + length, (long) alignment) * alignment, start + PIECE);
        return new Extent(start, end - start);
    }

    private static ByteBuffer load(DataChannel data, Extent blocks) throws IOException {
        ByteBuffer copy = AlignedBuffers.allocate((int) blocks.length());
        int wanted = (int) Math.min(blocks.length(), data.size() - blocks.start());
        data.readFully(copy, blocks.start(), wanted);
        return copy.flip();
    }
}
