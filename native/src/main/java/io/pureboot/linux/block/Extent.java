package io.pureboot.linux.block;

/** A run of bytes of a block device: {@code start} and {@code length} in bytes. */
public record Extent(long start, long length) {
    public Extent {
        if (start < 0 || length < 0 || start > Long.MAX_VALUE - length) {
            throw new IllegalArgumentException("not a run of bytes: start " + start + ", length " + length);
        }
    }

    /** First byte after the run. */
    public long end() {
        return start + length;
    }

    public boolean overlaps(Extent other) {
        return start < other.end() && other.start < end();
    }
}
