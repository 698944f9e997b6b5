package io.pureboot.controller.library.read.hfs;

import io.pureboot.linux.table.bytes.ImageBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/** The bytes of one of an HFS+ volume's own files, in as many pieces as they lie in. */
final class HfsPlusStream implements HfsTree.Bytes {
    private static final int RUNS = 8;

    private final ImageBytes place;
    private final long blockSize;
    private final long size;
    private final TreeMap<Long, Run> runs = new TreeMap<>();
    private long blocks;

    private record Run(long start, long count) {}

    /** @param fork of the volume's header: how long it is, and its first pieces */
    HfsPlusStream(ImageBytes place, long blockSize, ByteBuffer fork) {
        this.place = place;
        this.blockSize = blockSize;
        size = fork.getLong(0);
        add(fork.slice(16, RUNS * 8));
    }

    /** Pieces that are recorded elsewhere, behind those that are known. */
    void add(ByteBuffer extents) {
        for (int i = 0; i < RUNS; i++) {
            long count = Integer.toUnsignedLong(extents.getInt(8 * i + 4));
            if (count > 0) {
                runs.put(blocks * blockSize, new Run(Integer.toUnsignedLong(extents.getInt(8 * i)), count));
                blocks += count;
            }
        }
    }

    /** Blocks of the pieces that are known. */
    long blocks() {
        return blocks;
    }

    boolean whole() {
        return size >= 0 && blocks >= Math.ceilDiv(size, blockSize);
    }

    long size() {
        return size;
    }

    @Override
    public byte[] read(long position, int length) throws IOException {
        byte[] all = new byte[length];
        for (int done = 0; done < length; ) {
            long at = position + done;
            Map.Entry<Long, Run> run = runs.floorEntry(at);
            long inside = run == null ? 0 : at - run.getKey();
            long left = run == null ? 0 : run.getValue().count() * blockSize - inside;
            if (run == null || left <= 0) {
                throw new IOException("byte %d of it is nowhere recorded".formatted(at));
            }
            int part = (int) Math.min(left, length - done);
            byte[] bytes = place.read(run.getValue().start() * blockSize + inside, part);
            System.arraycopy(bytes, 0, all, done, part);
            done += part;
        }
        return all;
    }
}
