package io.pureboot.linux.block;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * One block device or disk image, opened. Positions in bytes. Implementations are safe for use by several threads at
 * once on disjoint ranges. Direct implementations want buffer address, position and length aligned to
 * {@link #alignment()}; the last, shorter piece at the end of an odd-sized device may be asked for with an aligned
 * length and comes back short.
 */
public interface BlockDevice extends AutoCloseable {
    /** Path or name for messages. */
    String name();

    /** Exact size in bytes. */
    long size();

    int logicalSectorSize();

    /** What direct I/O wants positions, lengths and buffer addresses to be multiples of. */
    int alignment();

    /**
     * Fills the buffer's remaining room from {@code position}, or up to the end of the device.
     *
     * @return bytes read; less than asked only at the end of the device
     * @throws IOException when any byte of the range cannot be read
     */
    int read(ByteBuffer buffer, long position) throws IOException;

    /**
     * Writes all remaining bytes at {@code position}; beyond the end of the device is an IOException, except padding
     * to the alignment of an odd-sized device's tail, which is dropped.
     */
    void write(ByteBuffer buffer, long position) throws IOException;

    /**
     * Makes the range read as zeros, the cheapest way the device has (write-zeroes, else plain writes). Both bounds
     * multiples of the sector size.
     */
    void zero(Extent range) throws IOException;

    /** Tells the device the range is unused; what it reads as afterwards is undefined. False when it cannot. */
    boolean discard(Extent range) throws IOException;

    /** Everything written so far is on the medium when this returns. */
    void flush() throws IOException;

    @Override
    void close() throws IOException;
}
