package io.pureboot.controller.library.tar;

import java.util.Arrays;

/** Where the stored bytes of a member belong: ascending runs of data, holes between them. */
public final class SparseMap {
    private static final int MOST_RUNS = 1 << 23;

    private final long size;
    private final long[] offsets;
    private final long[] lengths;

    private SparseMap(long size, long[] offsets, long[] lengths) {
        this.size = size;
        this.offsets = offsets;
        this.lengths = lengths;
    }

    /** A member without holes. */
    public static SparseMap solid(long size) {
        return size == 0
                ? new SparseMap(0, new long[0], new long[0])
                : new SparseMap(size, new long[] {0}, new long[] {size});
    }

    /** Real size, holes included. */
    public long size() {
        return size;
    }

    public int runs() {
        return offsets.length;
    }

    public long offset(int run) {
        return offsets[run];
    }

    public long length(int run) {
        return lengths[run];
    }

    /** Bytes of data in the archive. */
    long stored() {
        return Arrays.stream(lengths).sum();
    }

    /** Collects runs as headers name them. */
    static final class Builder {
        private long[] offsets = new long[16];
        private long[] lengths = new long[16];
        private int count;
        private long end;

        /** Adds a run; empty ones mark the end in some formats and are left out. */
        void add(long offset, long length, long position) throws DamagedTarException {
            if (offset < end || length < 0 || offset > Long.MAX_VALUE - length) {
                throw new DamagedTarException(position, "the map of a sparse member is out of order");
            }
            if (count == MOST_RUNS) {
                throw new DamagedTarException(position, "a sparse member has too many pieces");
            }
            end = offset + length;
            if (length == 0) {
                return;
            }
            if (count == offsets.length) {
                offsets = Arrays.copyOf(offsets, 2 * count);
                lengths = Arrays.copyOf(lengths, 2 * count);
            }
            offsets[count] = offset;
            lengths[count++] = length;
        }

        SparseMap build(long size, long position) throws DamagedTarException {
            if (end > size) {
                throw new DamagedTarException(position, "a sparse member is larger than it says");
            }
            return new SparseMap(size, Arrays.copyOf(offsets, count), Arrays.copyOf(lengths, count));
        }
    }
}
