package io.pureboot.node.transfer;

import io.pureboot.linux.block.AlignedBuffers;
import io.pureboot.linux.block.BlockDevice;
import io.pureboot.linux.block.Extent;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A disk that keeps of each chunk its first eight bytes and reads the rest as a pattern. It may have fewer cells than it
 * has chunks, as a disk that claims more room than it has.
 */
class StampedDisk implements BlockDevice {
    private final PatternDisk pattern = PatternDisk.full(1);
    private final long[] cells;
    private final int chunks;

    StampedDisk(int chunks, int cells) {
        this.chunks = chunks;
        this.cells = new long[cells];
    }

    /** Every chunk different from every other. */
    StampedDisk filled() {
        for (int i = 0; i < cells.length; i++) {
            cells[i] = i + 1L;
        }
        return this;
    }

    private int cell(long position) {
        return (int) (position / ChunkMap.CHUNK) % cells.length;
    }

    @Override
    public int read(ByteBuffer buffer, long position) throws IOException {
        int start = buffer.position();
        int count = pattern.read(buffer, position % ChunkMap.CHUNK);
        if (position % ChunkMap.CHUNK == 0) {
            synchronized (cells) {
                buffer.putLong(start, cells[cell(position)]);
            }
        }
        return count;
    }

    @Override
    public void write(ByteBuffer buffer, long position) throws IOException {
        synchronized (cells) {
            cells[cell(position)] = buffer.getLong(buffer.position());
        }
        buffer.position(buffer.limit());
    }

    @Override
    public void zero(Extent range) {
        // The pattern is there from the beginning; a chunk that was not written has a stamp nobody has.
    }

    @Override
    public boolean discard(Extent range) {
        return true;
    }

    @Override
    public void flush() throws IOException {
        // Nothing waits to be written.
    }

    @Override
    public void close() {
        // Only memory.
    }

    @Override
    public String name() {
        return "stamped";
    }

    @Override
    public long size() {
        return (long) chunks * ChunkMap.CHUNK;
    }

    @Override
    public int logicalSectorSize() {
        return 512;
    }

    @Override
    public int alignment() {
        return AlignedBuffers.ALIGNMENT;
    }
}
