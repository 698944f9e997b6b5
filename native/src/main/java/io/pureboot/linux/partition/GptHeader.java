package io.pureboot.linux.partition;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32;

/** One GPT header sector, checked. All positions are LBAs of the device's logical sectors. */
final class GptHeader {
    private static final byte[] SIGNATURE = "EFI PART".getBytes(StandardCharsets.US_ASCII);
    private static final int SMALLEST = 92;
    private static final int LARGEST_TABLE = 4 << 20;

    private final ByteBuffer sector;

    private GptHeader(ByteBuffer sector) {
        this.sector = sector;
    }

    /** Empty when the sector holds no header, or one whose checksum or position is wrong. */
    static Optional<GptHeader> parse(byte[] bytes, long lba) {
        ByteBuffer sector = ByteBuffer.wrap(bytes.clone()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < SIGNATURE.length; i++) {
            if (sector.get(i) != SIGNATURE[i]) {
                return Optional.empty();
            }
        }
        int size = sector.getInt(12);
        if (size < SMALLEST || size > bytes.length) {
            return Optional.empty();
        }
        GptHeader header = new GptHeader(sector);
        int entrySize = sector.getInt(84);
        long tableBytes = Integer.toUnsignedLong(sector.getInt(80)) * entrySize;
        boolean sound = sector.getInt(16) == header.checksum()
                && header.ownLba() == lba
                && entrySize >= 128
                && tableBytes > 0
                && tableBytes <= LARGEST_TABLE;
        return sound ? Optional.of(header) : Optional.empty();
    }

    long ownLba() {
        return sector.getLong(24);
    }

    long alternateLba() {
        return sector.getLong(32);
    }

    long firstUsable() {
        return sector.getLong(40);
    }

    long lastUsable() {
        return sector.getLong(48);
    }

    long entriesLba() {
        return sector.getLong(72);
    }

    int entrySize() {
        return sector.getInt(84);
    }

    int entryCount() {
        return sector.getInt(80);
    }

    int entriesBytes() {
        return entryCount() * entrySize();
    }

    /** Whether these are the entries it was written for. */
    boolean describes(byte[] entries) {
        CRC32 crc = new CRC32();
        crc.update(entries);
        return (int) crc.getValue() == sector.getInt(88);
    }

    /** @throws IOException when the entries are not those the header was written for */
    void checkEntries(byte[] entries, String device) throws IOException {
        if (!describes(entries)) {
            throw new IOException(device + ": the checksum of the GPT's entries at LBA " + entriesLba() + " is wrong");
        }
    }

    /** The same table seen from another place, checksum renewed. */
    byte[] at(long own, long alternate, long entries, long lastUsable) {
        ByteBuffer moved = ByteBuffer.wrap(sector.array().clone()).order(ByteOrder.LITTLE_ENDIAN);
        moved.putLong(24, own).putLong(32, alternate).putLong(48, lastUsable).putLong(72, entries);
        GptHeader header = new GptHeader(moved);
        moved.putInt(16, header.checksum());
        return moved.array();
    }

    private int checksum() {
        byte[] bytes = java.util.Arrays.copyOf(sector.array(), sector.getInt(12));
        java.util.Arrays.fill(bytes, 16, 20, (byte) 0);
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
