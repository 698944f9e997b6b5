package io.pureboot.node.filesystem;

import io.pureboot.linux.block.Extent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Collects runs of bytes in any order; overlapping and adjacent ones become one. Not for several threads. */
public final class ExtentSet {
    private long[] starts = new long[64];
    private long[] ends = new long[64];
    private int count;
    private boolean sorted = true;

    public void add(long start, long length) {
        if (start < 0 || length < 0 || start > Long.MAX_VALUE - length) {
            throw new IllegalArgumentException("not a run of bytes: start " + start + ", length " + length);
        }
        if (length == 0) {
            return;
        }
        long end = start + length;
        if (count > 0 && start >= starts[count - 1] && start <= ends[count - 1]) {
            ends[count - 1] = Math.max(ends[count - 1], end);
            return;
        }
        sorted &= count == 0 || start > ends[count - 1];
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
            ends = Arrays.copyOf(ends, count * 2);
        }
        starts[count] = start;
        ends[count++] = end;
    }

    public void addAll(ExtentSet other, long shift) {
        for (int i = 0; i < other.count; i++) {
            add(other.starts[i] + shift, other.ends[i] - other.starts[i]);
        }
    }

    /** Sorted, neither overlapping nor adjacent. */
    public List<Extent> list() {
        normalise();
        List<Extent> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            list.add(new Extent(starts[i], ends[i] - starts[i]));
        }
        return list;
    }

    public long bytes() {
        normalise();
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += ends[i] - starts[i];
        }
        return sum;
    }

    /** What of 0 to {@code length} is not in this set. */
    public ExtentSet complement(long length) {
        normalise();
        ExtentSet others = new ExtentSet();
        long at = 0;
        for (int i = 0; i < count && at < length; i++) {
            others.add(at, Math.clamp(starts[i], at, length) - at);
            at = Math.max(at, ends[i]);
        }
        others.add(at, Math.max(0, length - at));
        return others;
    }

    /**
     * A superset that is kinder to disks: bounds on multiples of {@code unit}, gaps of up to {@code gap} bytes closed,
     * nothing behind {@code limit}.
     */
    public ExtentSet rounded(int unit, long gap, long limit) {
        normalise();
        ExtentSet wider = new ExtentSet();
        long start = -1;
        long end = -1;
        for (int i = 0; i < count && starts[i] < limit; i++) {
            long from = starts[i] - starts[i] % unit;
            long to = Math.min(limit, Math.ceilDiv(ends[i], unit) * unit);
            if (start < 0 || from > end + gap) {
                wider.add(Math.max(start, 0), end - start);
                start = from;
            }
            end = Math.max(end, to);
        }
        wider.add(Math.max(start, 0), end - start);
        return wider;
    }

    private void normalise() {
        if (sorted) {
            return;
        }
        Extent[] runs = new Extent[count];
        for (int i = 0; i < count; i++) {
            runs[i] = new Extent(starts[i], ends[i] - starts[i]);
        }
        Arrays.sort(runs, (a, b) -> Long.compare(a.start(), b.start()));
        count = 0;
        sorted = true;
        for (Extent run : runs) {
            add(run.start(), run.length());
        }
    }
}
