package io.pureboot.linux.block;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A device with faults a test asks for: bad places to read or write, a device that fills up, bits that flip silently
 * on their way to the medium, and slowness. Faults may be added and healed at any time, from any thread.
 */
public final class FaultyBlockDevice extends ForwardingBlockDevice {
    private final List<Extent> unreadable = new CopyOnWriteArrayList<>();
    private final List<Extent> unwritable = new CopyOnWriteArrayList<>();
    private final List<Long> flips = new CopyOnWriteArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile long fullAfter = Long.MAX_VALUE;
    private volatile long nanosPerRequest;
    private volatile boolean flushFails;

    public FaultyBlockDevice(BlockDevice delegate) {
        super(delegate);
    }

    /** Reading any byte of the range fails with an input/output error. */
    public FaultyBlockDevice unreadable(long start, long length) {
        unreadable.add(new Extent(start, length));
        return this;
    }

    /** Writing, zeroing or discarding any byte of the range fails with an input/output error. */
    public FaultyBlockDevice unwritable(long start, long length) {
        unwritable.add(new Extent(start, length));
        return this;
    }

    /** Writing at or beyond this position fails for want of space, as on a thin volume. */
    public FaultyBlockDevice fullAfter(long position) {
        fullAfter = position;
        return this;
    }

    /** Writes over this byte succeed and leave its lowest bit wrong, every time. */
    public FaultyBlockDevice flippingBitAt(long position) {
        flips.add(position);
        return this;
    }

    /** Each read and write takes at least this long. */
    public FaultyBlockDevice slow(long milliseconds) {
        nanosPerRequest = milliseconds * 1_000_000;
        return this;
    }

    public FaultyBlockDevice failingFlush() {
        flushFails = true;
        return this;
    }

    /** No more faults from now on. */
    public void heal() {
        unreadable.clear();
        unwritable.clear();
        flips.clear();
        fullAfter = Long.MAX_VALUE;
        nanosPerRequest = 0;
        flushFails = false;
    }

    /** Requests that were made to fail so far. */
    public int failures() {
        return failures.get();
    }

    @Override
    public int read(ByteBuffer buffer, long position) throws IOException {
        delay();
        failWhenHit(unreadable, new Extent(position, buffer.remaining()), "read");
        return super.read(buffer, position);
    }

    @Override
    public void write(ByteBuffer buffer, long position) throws IOException {
        delay();
        failWhenUnwritable(new Extent(position, buffer.remaining()));
        super.write(flipped(buffer, position), position);
        buffer.position(buffer.limit());
    }

    @Override
    public void zero(Extent range) throws IOException {
        failWhenUnwritable(range);
        super.zero(range);
    }

    @Override
    public boolean discard(Extent range) throws IOException {
        failWhenUnwritable(range);
        return super.discard(range);
    }

    @Override
    public void flush() throws IOException {
        if (flushFails) {
            failures.incrementAndGet();
            throw new IOException(name() + ": cannot flush to the medium: Input/output error");
        }
        super.flush();
    }

    private void failWhenUnwritable(Extent range) throws IOException {
        failWhenHit(unwritable, range, "write");
        if (range.end() > fullAfter) {
            failures.incrementAndGet();
            throw new IOException(name() + ": cannot write at " + range.start() + ": No space left on device");
        }
    }

    private void failWhenHit(List<Extent> bad, Extent range, String verb) throws IOException {
        if (bad.stream().anyMatch(range::overlaps)) {
            failures.incrementAndGet();
            throw new IOException(name() + ": cannot " + verb + " " + range.length() + " bytes at " + range.start()
                    + ": Input/output error");
        }
    }

    private ByteBuffer flipped(ByteBuffer buffer, long position) {
        long end = position + buffer.remaining();
        if (flips.stream().noneMatch(at -> at >= position && at < end)) {
            return buffer;
        }
        ByteBuffer copy = AlignedBuffers.allocate(buffer.remaining());
        copy.put(buffer.duplicate()).flip();
        for (long at : flips) {
            if (at >= position && at < end) {
                int index = (int) (at - position);
                copy.put(index, (byte) (copy.get(index) ^ 1));
            }
        }
        return copy;
    }

    private void delay() {
        long until = System.nanoTime() + nanosPerRequest;
        while (System.nanoTime() - until < 0) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
    }
}
