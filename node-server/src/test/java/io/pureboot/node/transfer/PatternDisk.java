package io.pureboot.node.transfer;

import io.pureboot.linux.block.AlignedBuffers;
import io.pureboot.linux.block.BlockDevice;
import io.pureboot.linux.block.Extent;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Random;

/** A disk that takes the memory of one chunk: every chunk that was written has the same bytes. */
final class PatternDisk implements BlockDevice {
    private final ByteBuffer pattern;
    private final long size;
    private final BitSet written = new BitSet();

    private PatternDisk(ByteBuffer pattern, long size) {
        this.pattern = pattern;
        this.size = size;
    }

    /** A full disk. */
    static PatternDisk full(int chunks) {
        byte[] noise = new byte[64 * 1024];
        new Random(1).nextBytes(noise);
        ByteBuffer pattern = ByteBuffer.allocateDirect(ChunkMap.CHUNK);
        while (pattern.hasRemaining()) {
            pattern.put(noise);
        }
        PatternDisk disk = new PatternDisk(pattern.flip(), (long) chunks * ChunkMap.CHUNK);
        disk.written.set(0, chunks);
        return disk;
    }

    /** A blank disk that keeps of what is written only that it was; it reads as the other then. */
    PatternDisk blank() {
        return new PatternDisk(pattern, size);
    }

    @Override
    public String name() {
        return "pattern";
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int logicalSectorSize() {
        return 512;
    }

    @Override
    public int alignment() {
        return AlignedBuffers.ALIGNMENT;
    }

    @Override
    public int read(ByteBuffer buffer, long position) {
        int count = buffer.remaining();
        if (written((int) (position / ChunkMap.CHUNK))) {
            buffer.put(pattern.slice((int) (position % ChunkMap.CHUNK), count));
        } else {
            buffer.put(new byte[count]);
        }
        return count;
    }

    private boolean written(int chunk) {
        synchronized (written) {
            return written.get(chunk);
        }
    }

    @Override
    public void write(ByteBuffer buffer, long position) {
        buffer.position(buffer.limit());
        synchronized (written) {
            written.set((int) (position / ChunkMap.CHUNK));
        }
    }

    @Override
    public void zero(Extent range) {
        // Blank from the beginning.
    }

    @Override
    public boolean discard(Extent range) {
        return true;
    }

    @Override
    public void flush() {
        // Nothing waits to be written.
    }

    @Override
    public void close() {
        // Only memory.
    }
}
