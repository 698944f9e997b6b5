package io.pureboot.node.transfer;

import io.pureboot.linux.block.BlockDevice;
import io.pureboot.linux.block.Extent;
import io.pureboot.linux.block.ForwardingBlockDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A device with faults to order: unreadable ranges, failing writes, bits that flip on their way or on the medium. */
public class TamperedDevice extends ForwardingBlockDevice {
    private volatile @Nullable Extent unreadable;
    private volatile @Nullable Extent unwritable;
    private volatile String writeError = "Input/output error";
    private volatile long flipWriteAt = -1;
    private volatile int flipWrites;
    private volatile long flipStoredAt = -1;
    private volatile long closeMillis;

    public TamperedDevice(BlockDevice device) {
        super(device);
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

    /** Stays open this long after it was told to close, as a disk with much to finish. */
    public TamperedDevice slowToClose(long millis) {
        closeMillis = millis;
        return this;
    }

    @Override
    public void close() throws IOException {
        try {
            Thread.sleep(closeMillis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            super.close();
        }
    }

    @Override
    public int read(ByteBuffer buffer, long position) throws IOException {
        if (touches(unreadable, position, buffer.remaining())) {
            throw new IOException("Input/output error");
        }
        return super.read(buffer, position);
    }

    @Override
    public synchronized void write(ByteBuffer buffer, long position) throws IOException {
        if (touches(unwritable, position, buffer.remaining())) {
            throw new IOException(writeError);
        }
        int offset = (int) (flipWriteAt - position);
        if (flipWrites > 0 && flipWriteAt >= position && offset < buffer.remaining()) {
            flipWrites--;
            buffer.put(buffer.position() + offset, (byte) (buffer.get(buffer.position() + offset) ^ 4));
        }
        super.write(buffer, position);
    }

    private boolean touches(@Nullable Extent range, long position, int length) {
        return range != null && range.overlaps(new Extent(position, Math.min(length, size() - position)));
    }

    @Override
    public void zero(Extent range) throws IOException {
        if (touches(unwritable, range.start(), (int) Math.min(Integer.MAX_VALUE, range.length()))) {
            throw new IOException(writeError);
        }
        super.zero(range);
    }

    @Override
    public void flush() throws IOException {
        if (flipStoredAt >= 0) {
            long block = flipStoredAt / 4096 * 4096;
            ByteBuffer stored = ByteBuffer.allocate(4096);
            super.read(stored, block);
            int offset = (int) (flipStoredAt - block);
            flipStoredAt = -1;
            stored.put(offset, (byte) (stored.get(offset) ^ 1));
            super.write(stored.clear(), block);
        }
        super.flush();
    }
}
