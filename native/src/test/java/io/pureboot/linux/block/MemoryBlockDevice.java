package io.pureboot.linux.block;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A disk in memory; takes any alignment, cannot discard. */
public final class MemoryBlockDevice implements BlockDevice {
    private final byte[] bytes;
    private final int sectorSize;
    private boolean closed;

    public MemoryBlockDevice(int size) {
        this(size, 512);
    }

    public MemoryBlockDevice(int size, int sectorSize) {
        this(new byte[size], sectorSize);
    }

    /** Over these very bytes, not a copy. */
    public MemoryBlockDevice(byte[] bytes, int sectorSize) {
        this.bytes = bytes;
        this.sectorSize = sectorSize;
    }

    /** The disk's bytes themselves. */
    public byte[] bytes() {
        return bytes;
    }

    public synchronized boolean closed() {
        return closed;
    }

    @Override
    public String name() {
        return "memory disk";
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public int logicalSectorSize() {
        return sectorSize;
    }

    @Override
    public int alignment() {
        return sectorSize;
    }

    @Override
    public synchronized int read(ByteBuffer buffer, long position) throws IOException {
        requireOpen();
        if (position >= bytes.length) {
            return 0;
        }
        int count = (int) Math.min(buffer.remaining(), bytes.length - position);
        buffer.put(bytes, (int) position, count);
        return count;
    }

    @Override
    public synchronized void write(ByteBuffer buffer, long position) throws IOException {
        requireOpen();
        WriteBounds.check(this, position, buffer.remaining());
        int count = (int) Math.min(buffer.remaining(), bytes.length - position);
        buffer.get(bytes, (int) position, count);
        buffer.position(buffer.limit());
    }

    @Override
    public synchronized void zero(Extent range) throws IOException {
        requireOpen();
        WriteBounds.check(this, range);
        Arrays.fill(bytes, (int) range.start(), (int) range.end(), (byte) 0);
    }

    @Override
    public synchronized boolean discard(Extent range) throws IOException {
        requireOpen();
        WriteBounds.check(this, range);
        return false;
    }

    @Override
    public synchronized void flush() throws IOException {
        requireOpen();
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException(name() + " is closed");
        }
    }
}
