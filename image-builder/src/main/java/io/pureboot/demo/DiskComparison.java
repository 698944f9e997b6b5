package io.pureboot.demo;

import io.pureboot.linux.block.DirectBlockDevice;
import io.pureboot.linux.block.Extent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** Reads two disks from the medium and tells where they differ, in whole blocks of 4096 bytes. */
final class DiskComparison {
    static final int BLOCK = 4096;
    private static final int PIECE = 4 << 20;

    private DiskComparison() {}

    /**
     * Compares the first {@code size} bytes.
     *
     * @param progress told the bytes compared so far
     * @return runs of differing blocks, in order; the last may end at {@code size}
     */
    static List<Extent> differences(Path one, Path other, long size, LongConsumer progress) throws IOException {
        Runs runs = new Runs(size);
        try (DirectBlockDevice first = DirectBlockDevice.openReadOnly(one);
                DirectBlockDevice second = DirectBlockDevice.openReadOnly(other)) {
            ByteBuffer a = ByteBuffer.allocateDirect(PIECE + BLOCK).alignedSlice(BLOCK);
            ByteBuffer b = ByteBuffer.allocateDirect(PIECE + BLOCK).alignedSlice(BLOCK);
            for (long position = 0; position < size; position += PIECE) {
                int length = (int) Math.min(PIECE, size - position);
                read(first, a, position, length);
                read(second, b, position, length);
                if (a.mismatch(b) >= 0) {
                    blocks(a, b, position, runs);
                }
                progress.accept(position + length);
            }
        }
        return runs.list;
    }

    /** Leaves the buffer showing exactly the {@code length} bytes asked for. */
    private static void read(DirectBlockDevice device, ByteBuffer buffer, long position, int length)
            throws IOException {
        int aligned = Math.min(PIECE, (length + BLOCK - 1) / BLOCK * BLOCK);
        int got = device.read(buffer.clear().limit(aligned), position);
        if (got < length) {
            throw new IOException(device.name() + " ended at byte " + (position + got));
        }
        buffer.position(0).limit(length);
    }

    private static void blocks(ByteBuffer a, ByteBuffer b, long position, Runs runs) {
        int length = a.limit();
        for (int at = 0; at < length; at += BLOCK) {
            int size = Math.min(BLOCK, length - at);
            if (!a.slice(at, size).equals(b.slice(at, size))) {
                runs.add(position + at);
            }
        }
    }

    private static final class Runs {
        private final List<Extent> list = new ArrayList<>();
        private final long size;

        Runs(long size) {
            this.size = size;
        }

        void add(long block) {
            long end = Math.min(size, block + BLOCK);
            if (!list.isEmpty() && list.getLast().end() == block) {
                long start = list.removeLast().start();
                list.add(new Extent(start, end - start));
            } else {
                list.add(new Extent(block, end - block));
            }
        }
    }
}
