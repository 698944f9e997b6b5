package io.pureboot.node.partition;

import io.pureboot.linux.block.BlockDevice;
import io.pureboot.linux.block.ForwardingBlockDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/** A device whose machine dies in the middle of a write: half of it is on the medium. */
final class CutDevice extends ForwardingBlockDevice {
    private final AtomicInteger writesLeft;

    CutDevice(BlockDevice delegate, AtomicInteger writesLeft) {
        super(delegate);
        this.writesLeft = writesLeft;
    }

    @Override
    public void write(ByteBuffer buffer, long position) throws IOException {
        if (writesLeft.decrementAndGet() >= 0) {
            super.write(buffer, position);
            return;
        }
        int half = buffer.remaining() / 2 / logicalSectorSize() * logicalSectorSize();
        super.write(buffer.duplicate().limit(buffer.position() + half), position);
        throw new Killed("in a write at " + position);
    }
}
