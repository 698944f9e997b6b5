package io.pureboot.node.disk;

import io.pureboot.node.filesystem.Window;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A GPT header whose checksums, its own and that of its entries, are right.
 *
 * @param entries the whole array, little endian
 */
record GptHeader(long ownLba, long otherLba, int entryCount, int entrySize, ByteBuffer entries) {
    private static final long SIGNATURE = 0x5452415020494645L;
    private static final int SMALLEST = 92;
    private static final int MOST_ENTRY_BYTES = 16 << 20;

    /** The header at that sector, or null when there is none that can be trusted. */
    static @Nullable GptHeader at(Window disk, long lba) throws IOException {
        int sector = disk.sectorSize();
        if (lba < 1 || !disk.holds(lba * sector, sector)) {
            return null;
        }
        ByteBuffer header = disk.read(lba * sector, sector);
        int headerSize = header.getInt(12);
        if (header.getLong(0) != SIGNATURE
                || headerSize < SMALLEST
                || headerSize > sector
                || header.getLong(24) != lba
                || headerChecksum(header, headerSize) != header.getInt(16)) {
            return null;
        }
        int count = header.getInt(80);
        int size = header.getInt(84);
        long bytes = (long) count * size;
        long position = header.getLong(72) * sector;
        if (count < 0 || size < 128 || bytes > MOST_ENTRY_BYTES || !disk.holds(position, bytes)) {
            return null;
        }
        ByteBuffer entries = disk.read(position, (int) bytes);
        CRC32 crc = new CRC32();
        crc.update(entries.duplicate());
        if ((int) crc.getValue() != header.getInt(88)) {
            return null;
        }
        return new GptHeader(lba, header.getLong(32), count, size, entries);
    }

    private static int headerChecksum(ByteBuffer header, int size) {
        byte[] bytes = new byte[size];
        header.get(0, bytes);
        bytes[16] = bytes[17] = bytes[18] = bytes[19] = 0;
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
