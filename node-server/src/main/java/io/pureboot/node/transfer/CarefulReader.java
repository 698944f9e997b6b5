package io.pureboot.node.transfer;

import io.pureboot.linux.block.BlockDevice;
import io.pureboot.protocol.session.ByteRange;
import java.io.EOFException;
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

    /**
     * Fills the buffer with the chunk, zeros where it is unused or cannot be read. What it returns and what it read are
     * of one moment: a disk may lose a sector between two looks.
     *
     * @param known bad ranges, in order, which are not tried again
     * @return the used ranges found bad besides them; in whole sectors, in order
     */
    List<ByteRange> read(int chunk, ByteBuffer buffer, List<ByteRange> known) {
        long base = map.start(chunk);
        Pieces pieces = new Pieces(base, buffer);
        extents.within(base, base + map.length(chunk), (start, end) -> {
            long sector = device.logicalSectorSize();
            long from = start - start % sector;
            long last = Math.min(device.size(), Math.ceilDiv(end, sector) * sector);
            for (ByteRange range : known) {
                if (range.end() > from && range.start() < last) {
                    pieces.read(from, Math.max(from, range.start()));
                    from = Math.min(last, range.end());
                    pieces.zero(Math.max(start, range.start()), from);
                }
            }
            pieces.read(from, last);
        });
        new MaskedReader(device, extents, map).mask(chunk, buffer);
        return UnreadableException.joined(pieces.bad);
    }

    private final class Pieces {
        private final long base;
        private final ByteBuffer buffer;
        private final List<ByteRange> bad = new ArrayList<>();

        Pieces(long base, ByteBuffer buffer) {
            this.base = base;
            this.buffer = buffer.duplicate().clear();
        }

        void read(long start, long end) {
            if (end <= start) {
                return;
            }
            try {
                ByteBuffer piece = buffer.slice((int) (start - base), (int) (end - start));
                if (device.read(piece, start) < end - start) {
                    throw new EOFException("the disk has become smaller");
                }
            } catch (IOException e) {
                long sector = device.logicalSectorSize();
                long sectors = Math.ceilDiv(end - start, sector);
                if (sectors <= 1) {
                    bad.add(new ByteRange(start, end));
                    zero(start, end);
                    return;
                }
                long middle = start + sectors / 2 * sector;
                read(start, middle);
                read(middle, end);
            }
        }

        void zero(long start, long end) {
            for (int at = (int) (start - base); at < end - base; at++) {
                buffer.put(at, (byte) 0);
            }
        }
    }
}
