package io.pureboot.linux.table;

import io.pureboot.linux.table.bytes.Region;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A GPT header whose magic was found.
 *
 * @param lba its own place in sectors, of {@code sectorSize} bytes
 * @param sound checksum and own place are right
 */
record GptHeader(
        int sectorSize,
        long lba,
        long alternateLba,
        String diskGuid,
        long arrayLba,
        long entryCount,
        long entrySize,
        int arrayCrc,
        boolean sound) {
    private static final String MAGIC = "EFI PART";
    private static final int SMALLEST = 92;

    /** The header at {@code position}, or null when there is none. */
    static @Nullable GptHeader at(Region disk, long position, int sectorSize) throws IOException {
        if (!disk.has(position, MAGIC)) {
            return null;
        }
        long there = Math.min(sectorSize, disk.length() - position);
        // One that the end of the image cuts is missing, not short.
        ByteBuffer raw = disk.little(position, (int) Math.max(SMALLEST, there));
        long lba = raw.getLong(24);
        return new GptHeader(
                sectorSize,
                lba,
                raw.getLong(32),
                Guid.at(raw, 56),
                raw.getLong(72),
                Integer.toUnsignedLong(raw.getInt(80)),
                Integer.toUnsignedLong(raw.getInt(84)),
                raw.getInt(88),
                lba == position / sectorSize && position % sectorSize == 0 && checksumFits(raw));
    }

    private static boolean checksumFits(ByteBuffer raw) {
        long size = Integer.toUnsignedLong(raw.getInt(12));
        if (size < SMALLEST || size > raw.limit()) {
            return false;
        }
        byte[] header = new byte[(int) size];
        raw.get(0, header);
        int stored = raw.getInt(16);
        ByteBuffer.wrap(header).putInt(16, 0);
        return crc(header) == stored;
    }

    static int crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
