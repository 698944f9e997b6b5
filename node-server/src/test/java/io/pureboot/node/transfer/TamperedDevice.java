package io.pureboot.node.transfer;

import io.pureboot.linux.block.BlockDevice;
import io.pureboot.linux.block.Extent;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A device with faults to order: unreadable ranges, failing writes, bits that flip on their way or on the medium. */
public final class TamperedDevice implements BlockDevice {
    private final BlockDevice device;
    private volatile @Nullable Extent unreadable;
    private volatile @Nullable Extent unwritable;
    private volatile String writeError = "Input/output error";
    private volatile long flipWriteAt = -1;
    private volatile int flipWrites;
    private volatile long flipStoredAt = -1;
    private volatile long pauseMillis;

    public TamperedDevice(BlockDevice device) {
        this.device = device;
    }

    /** Every read that touches the range fails. */
    public TamperedDevice unreadable(long start, long length) {
        unreadable = new Extent(start, length);
        return this;
    }

    public TamperedDevice unwritable(long start, long length, String error) {
        unwritable = new Extent(start, length);
        writeError = error;
        return this;
    }

    /** The next {@code times} writes over this byte store it with a bit changed. */
    public TamperedDevice flipWrites(long at, int times) {
        flipWriteAt = at;
        flipWrites = times;
        return this;
    }

    /** At the next flush the byte changes where it lies. */
    public TamperedDevice flipStored(long at) {
        flipStoredAt = at;
        return this;
    }

    /** Every read and write takes that much longer. */
    public TamperedDevice slow(long millis) {
        pauseMillis = millis;
        return this;
    }

    @Override
    public int read(ByteBuffer buffer, long position) throws IOException {
        pause();
        if (touches(unreadable, position, buffer.remaining())) {
            throw new IOException("Input/output error");
        }
        return device.read(buffer, position);
    }

    @Override
    public synchronized void write(ByteBuffer buffer, long position) throws IOException {
        pause();
        if (touches(unwritable, position, buffer.remaining())) {
            throw new IOException(writeError);
        }
        int offset = (int) (flipWriteAt - position);
        if (flipWrites > 0 && flipWriteAt >= position && offset < buffer.remaining()) {
            flipWrites--;
            buffer.put(buffer.position() + offset, (byte) (buffer.get(buffer.position() + offset) ^ 4));
        }
        device.write(buffer, position);
    }

    private void pause() throws IOException {
        try {
            Thread.sleep(pauseMillis);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private boolean touches(@Nullable Extent range, long position, int length) {
        return range != null && range.overlaps(new Extent(position, Math.min(length, device.size() - position)));
    }

    @Override
    public void zero(Extent range) throws IOException {
        if (touches(unwritable, range.start(), (int) Math.min(Integer.MAX_VALUE, range.length()))) {
            throw new IOException(writeError);
        }
        device.zero(range);
    }

    @Override
    public void flush() throws IOException {
        if (flipStoredAt >= 0) {
            long block = flipStoredAt / 4096 * 4096;
            ByteBuffer stored = ByteBuffer.allocate(4096);
            device.read(stored, block);
            int offset = (int) (flipStoredAt - block);
            flipStoredAt = -1;
            stored.put(offset, (byte) (stored.get(offset) ^ 1));
            device.write(stored.clear(), block);
        }
        device.flush();
    }

    @Override
    public boolean discard(Extent range) throws IOException {
        return device.discard(range);
    }

    @Override
    public String name() {
        return device.name();
    }

    @Override
    public long size() {
        return device.size();
    }

    @Override
    public int logicalSectorSize() {
        return device.logicalSectorSize();
    }

    @Override
    public int alignment() {
        return device.alignment();
    }

    @Override
    public void close() throws IOException {
        device.close();
    }
}
