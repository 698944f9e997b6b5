package io.pureboot.node.transfer;

import io.pureboot.linux.block.Extent;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A disk cut into chunks of 4 MiB, the last one shorter, and which of them hold anything used. Unchanged once made; two
 * bits a chunk and nothing else grows with the disk.
 */
public final class ChunkMap {
    /** Bytes of a chunk: the unit of transfer, digest and verification. */
    public static final int CHUNK = 4 << 20;

    private static final int WORD = 1024;

    private final long size;
    private final int count;
    private final BitSet used;
    /** Used chunks before each word of chunks. */
    private final int[] before;

    private final long usedBytes;

    private ChunkMap(long size, BitSet used) {
        this.size = size;
        this.count = Math.toIntExact(Math.ceilDiv(size, (long) CHUNK));
        if (used.length() > count) {
            throw new IllegalArgumentException("chunk " + (used.length() - 1) + " lies beyond the end of the disk");
        }
        this.used = used;
        this.before = new int[count / WORD + 1];
        for (int word = 1; word < before.length; word++) {
            before[word] =
                    before[word - 1] + used.get((word - 1) * WORD, word * WORD).cardinality();
        }
        long bytes = (long) used.cardinality() * CHUNK;
        this.usedBytes = count > 0 && used.get(count - 1) ? bytes - CHUNK + length(count - 1) : bytes;
    }

    /** A chunk is used when any extent touches it. */
    public static ChunkMap of(long size, Iterable<Extent> extents) {
        BitSet used = new BitSet(Math.toIntExact(Math.ceilDiv(size, (long) CHUNK)));
        for (Extent extent : extents) {
            if (extent.end() > size) {
                throw new IllegalArgumentException("extent " + extent + " ends beyond the disk's " + size + " bytes");
            }
            if (extent.length() > 0) {
                used.set((int) (extent.start() / CHUNK), (int) ((extent.end() - 1) / CHUNK) + 1);
            }
        }
        return new ChunkMap(size, used);
    }

    /** @throws IllegalArgumentException when a run leaves the disk */
    public static ChunkMap ofRuns(long size, List<ChunkRun> runs) {
        BitSet used = new BitSet(Math.toIntExact(Math.ceilDiv(size, (long) CHUNK)));
        for (ChunkRun run : runs) {
            used.set(run.first(), Math.addExact(run.first(), run.count()));
        }
        return new ChunkMap(size, used);
    }

    public List<ChunkRun> runs() {
        List<ChunkRun> runs = new ArrayList<>();
        for (int first = used.nextSetBit(0); first >= 0; ) {
            int end = used.nextClearBit(first);
            runs.add(new ChunkRun(first, end - first));
            first = used.nextSetBit(end);
        }
        return runs;
    }

    /** Bytes of the disk. */
    public long size() {
        return size;
    }

    /** Chunks, used or not. */
    public int count() {
        return count;
    }

    public long start(int chunk) {
        return (long) chunk * CHUNK;
    }

    public int length(int chunk) {
        return (int) Math.min(CHUNK, size - start(chunk));
    }

    public Extent extent(int chunk) {
        return new Extent(start(chunk), length(chunk));
    }

    public boolean used(int chunk) {
        return used.get(chunk);
    }

    /** A copy the caller may change. */
    public BitSet usedChunks() {
        return (BitSet) used.clone();
    }

    public int usedCount() {
        return used.cardinality();
    }

    /** Bytes of the used chunks. */
    public long usedBytes() {
        return usedBytes;
    }

    /** How many used chunks come before this one. */
    int ordinal(int chunk) {
        int word = chunk / WORD;
        return before[word] + used.get(word * WORD, chunk).cardinality();
    }

    /** The runs of bytes outside all used chunks, as far as {@code end}, which may lie beyond this disk. */
    public List<Extent> unused(long end) {
        List<Extent> gaps = new ArrayList<>();
        long from = 0;
        for (ChunkRun run : runs()) {
            add(gaps, from, Math.min(start(run.first()), end));
            from = Math.min(size, start(run.first() + run.count()));
        }
        add(gaps, from, end);
        return gaps;
    }

    private static void add(List<Extent> gaps, long from, long to) {
        if (to > from) {
            gaps.add(new Extent(from, to - from));
        }
    }
}
