package io.pureboot.node.transfer;

import io.pureboot.linux.block.BlockDevice;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Reads a disk's chunks with every unused byte as zero: what a chunk holds is then the same whatever was deleted from
 * it before, and deleted data never leaves the machine. Safe for several threads.
 */
public final class MaskedReader {
    /** A gap shorter than this is read with its neighbours: one request is cheaper than two. */
    private static final int READ_THROUGH = 256 * 1024;

    private static final byte[] ZEROS = new byte[64 * 1024];

    private final BlockDevice device;
    private final ExtentIndex extents;
    private final ChunkMap map;

    public MaskedReader(BlockDevice device, ExtentIndex extents, ChunkMap map) {
        this.device = device;
        this.extents = extents;
        this.map = map;
    }

    /**
     * Fills the buffer from its beginning.
     *
     * @param buffer aligned, with room for a whole chunk
     * @throws IOException when a used byte of the chunk cannot be read
     */
    public void read(int chunk, ByteBuffer buffer) throws IOException {
        long base = map.start(chunk);
        long end = base + map.length(chunk);
        Spans spans = new Spans(base, buffer);
        extents.within(base, end, spans::add);
        spans.finish();
        mask(chunk, buffer);
    }

    /** Zeroes every byte of the chunk that no extent covers. */
    void mask(int chunk, ByteBuffer buffer) {
        long base = map.start(chunk);
        long[] from = {base};
        extents.within(base, base + map.length(chunk), (start, stop) -> {
            zero(buffer, (int) (from[0] - base), (int) (start - base));
            from[0] = stop;
        });
        zero(buffer, (int) (from[0] - base), map.length(chunk));
        buffer.clear().limit(map.length(chunk));
    }

    private static void zero(ByteBuffer buffer, int from, int to) {
        for (int at = from; at < to; at += ZEROS.length) {
            buffer.put(at, ZEROS, 0, Math.min(ZEROS.length, to - at));
        }
    }

    /** Joins neighbouring runs to aligned requests. */
    private final class Spans {
        private final long base;
        private final ByteBuffer buffer;
        private long start = -1;
        private long end;

        Spans(long base, ByteBuffer buffer) {
            this.base = base;
            this.buffer = buffer;
        }

        void add(long from, long to) throws IOException {
            if (start >= 0 && from - end < READ_THROUGH) {
                end = to;
                return;
            }
            finish();
            start = from;
            end = to;
        }

        void finish() throws IOException {
            if (start < 0) {
                return;
            }
            long first = start - start % device.alignment();
            long last = Math.ceilDiv(end, (long) device.alignment()) * device.alignment();
            ByteBuffer piece = buffer.slice((int) (first - base), (int) (last - first));
            int got = device.read(piece, first);
            if (first + got < end) {
                throw new IOException(device.name() + " ends at byte " + (first + got) + ", expected " + end
                        + ": has it become smaller?");
            }
        }
    }
}
