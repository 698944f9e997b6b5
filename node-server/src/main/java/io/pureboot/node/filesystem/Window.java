package io.pureboot.node.filesystem;

import io.pureboot.linux.block.BlockDevice;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A part of a block device, read at any position and length, whatever alignment the device wants. Positions count in
 * bytes from the start of the part. Not for several threads: it keeps one aligned buffer.
 */
public final class Window {
    private final BlockDevice device;
    private final long start;
    private final long length;
    private ByteBuffer aligned = ByteBuffer.allocateDirect(0);

    public Window(BlockDevice device, long start, long length) {
        this.device = device;
        this.start = start;
        this.length = Math.max(0, Math.min(length, device.size() - start));
    }

    public static Window whole(BlockDevice device) {
        return new Window(device, 0, device.size());
    }

    /** Bytes that can be read: less than the partition's size when the disk ends before it. */
    public long length() {
        return length;
    }

    public int sectorSize() {
        return device.logicalSectorSize();
    }

    public boolean holds(long position, long bytes) {
        return position >= 0 && bytes >= 0 && position <= length && bytes <= length - position;
    }

    /**
     * Exactly {@code bytes} bytes from {@code position}, little endian.
     *
     * @throws EOFException when the range leaves the window
     */
    public ByteBuffer read(long position, int bytes) throws IOException {
        if (!holds(position, bytes)) {
            throw new EOFException(device.name() + ": " + bytes + " bytes at " + position
                    + " are not inside the partition of " + length + " bytes");
        }
        int unit = device.alignment();
        long absolute = start + position;
        long from = absolute - absolute % unit;
        int lead = (int) (absolute - from);
        int wanted = Math.ceilDiv(lead + bytes, unit) * unit;
        ByteBuffer buffer = aligned(wanted, unit);
        int got = device.read(buffer, from);
        if (got < lead + bytes) {
            throw new EOFException(device.name() + ": only " + got + " bytes at " + from);
        }
        ByteBuffer result = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        return result.put(0, buffer, lead, bytes);
    }

    private ByteBuffer aligned(int bytes, int unit) {
        if (aligned.capacity() < bytes) {
            aligned = ByteBuffer.allocateDirect(bytes + unit).alignedSlice(unit);
        }
        return aligned.clear().limit(bytes);
    }

    /** Like {@link #read}, but less at the end of the window. */
    public ByteBuffer readUpTo(long position, int bytes) throws IOException {
        return read(position, (int) Math.clamp(length - position, 0, bytes));
    }
}
