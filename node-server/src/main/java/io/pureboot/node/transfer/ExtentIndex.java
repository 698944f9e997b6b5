package io.pureboot.node.transfer;

import io.pureboot.linux.block.Extent;
import java.util.Arrays;
import java.util.List;

/** The used extents of a disk, sorted, in 16 bytes each; finds those of a range. */
public final class ExtentIndex {
    /** Takes one used run; both bounds in bytes, {@code end} exclusive. */
    public interface Run<E extends Exception> {
        void accept(long start, long end) throws E;
    }

    private final long[] starts;
    private final long[] ends;

    /** @throws IllegalArgumentException when they are not sorted and apart */
    public ExtentIndex(List<Extent> extents) {
        starts = new long[extents.size()];
        ends = new long[extents.size()];
        int i = 0;
        for (Extent extent : extents) {
            if (i > 0 && extent.start() < ends[i - 1]) {
                throw new IllegalArgumentException(extent + " overlaps or precedes the one before it");
            }
            starts[i] = extent.start();
            ends[i++] = extent.end();
        }
    }

    public int size() {
        return starts.length;
    }

    public long start(int index) {
        return starts[index];
    }

    public long end(int index) {
        return ends[index];
    }

    /** Calls for each used run inside the range, clipped to it, in order. */
    public <E extends Exception> void within(long start, long end, Run<E> run) throws E {
        int at = Arrays.binarySearch(ends, start + 1);
        for (int i = at < 0 ? -at - 1 : at; i < starts.length && starts[i] < end; i++) {
            run.accept(Math.max(start, starts[i]), Math.min(end, ends[i]));
        }
    }
}
