package io.pureboot.node.partition;

import io.pureboot.linux.block.BlockDevice;
import io.pureboot.linux.block.ForwardingBlockDevice;
import io.pureboot.linux.block.MemoryBlockDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A disk with a write cache that loses its power at some write: of what was not flushed any sectors may be on the medium,
 * in any order, and others not.
 */
final class PowerCutDevice extends ForwardingBlockDevice {
    private final BlockDevice cache;
    private final byte[] medium;
    private final Random random;
    private final List<Write> unflushed = new ArrayList<>();
    private int writesLeft;
    private boolean dead;

    private record Write(int position, byte[] bytes) {}

    /** Over the bytes of the medium themselves, with a cache of its own. */
    PowerCutDevice(byte[] medium, int sectorSize, int writes, Random random) {
        this(new MemoryBlockDevice(medium.clone(), sectorSize), medium, writes, random);
    }

    private PowerCutDevice(BlockDevice cache, byte[] medium, int writes, Random random) {
        super(cache);
        this.cache = cache;
        this.medium = medium;
        this.writesLeft = writes;
        this.random = random;
    }

    @Override
    public synchronized int read(ByteBuffer buffer, long position) throws IOException {
        live();
        return cache.read(buffer, position);
    }

    @Override
    public synchronized void write(ByteBuffer buffer, long position) throws IOException {
        live();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        unflushed.add(new Write((int) position, bytes));
        cache.write(buffer, position);
        if (writesLeft-- == 0) {
            dead = true;
            unflushed.forEach(this::someOf);
            live();
        }
    }

    private void someOf(Write write) {
        int sector = logicalSectorSize();
        for (int at = 0; at < write.bytes.length; at += sector) {
            if (random.nextInt(3) > 0) {
                System.arraycopy(write.bytes, at, medium, write.position + at, sector);
            }
        }
    }

    @Override
    public synchronized void flush() {
        live();
        unflushed.forEach(write -> System.arraycopy(write.bytes, 0, medium, write.position, write.bytes.length));
        unflushed.clear();
    }

    private void live() {
        if (dead) {
            throw new Killed("the power is gone");
        }
    }
}
