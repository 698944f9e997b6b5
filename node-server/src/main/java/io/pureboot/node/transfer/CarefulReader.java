package io.pureboot.node.transfer;

import io.pureboot.linux.block.BlockDevice;
import io.pureboot.protocol.session.ByteRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Reads what can be read of a chunk on a failing disk: halves what fails until single sectors are left. */
final class CarefulReader {
    private final BlockDevice device;
    private final ExtentIndex extents;
    private final ChunkMap map;

    CarefulReader(BlockDevice device, ExtentIndex extents, ChunkMap map) {
        this.device = device;
        this.extents = extents;
        this.map = map;
    }

    /** The used ranges of the chunk that no read brings; in whole sectors. */
    List<ByteRange> badRanges(int chunk, ByteBuffer scratch) {
        List<ByteRange> bad = new ArrayList<>();
        extents.within(map.start(chunk), map.start(chunk) + map.length(chunk), (start, end) -> {
            long sector = device.logicalSectorSize();
            long last = Math.min(device.size(), Math.ceilDiv(end, sector) * sector);
            probe(start - start % sector, last, scratch, bad);
        });
        return UnreadableException.joined(bad);
    }

    private void probe(long start, long end, ByteBuffer scratch, List<ByteRange> bad) {
        try {
            device.read(scratch.duplicate().clear().limit((int) (end - start)), start);
        } catch (IOException e) {
            long sectors = Math.ceilDiv(end - start, (long) device.logicalSectorSize());
            if (sectors <= 1) {
                bad.add(new ByteRange(start, end));
                return;
            }
            long middle = start + sectors / 2 * device.logicalSectorSize();
            probe(start, middle, scratch, bad);
            probe(middle, end, scratch, bad);
        }
    }

    /** Fills the buffer with the chunk, zeros where it is unused or among the bad ranges. */
    void readAround(int chunk, ByteBuffer buffer, List<ByteRange> bad) throws IOException {
        long base = map.start(chunk);
        extents.within(base, base + map.length(chunk), (start, end) -> {
            long from = start;
            for (ByteRange range : bad) {
                if (range.end() > from && range.start() < end) {
                    read(buffer, base, from, Math.max(from, range.start()));
                    long stop = Math.min(end, range.end());
                    zero(buffer, (int) (Math.max(from, range.start()) - base), (int) (stop - base));
                    from = stop;
                }
            }
            read(buffer, base, from, end);
        });
        new MaskedReader(device, extents, map).mask(chunk, buffer);
    }

    private void read(ByteBuffer buffer, long base, long start, long end) throws IOException {
        if (end > start) {
            device.read(buffer.slice((int) (start - base), (int) (end - start)), start);
        }
    }

    private static void zero(ByteBuffer buffer, int from, int to) {
        for (int i = from; i < to; i++) {
            buffer.put(i, (byte) 0);
        }
    }
}
