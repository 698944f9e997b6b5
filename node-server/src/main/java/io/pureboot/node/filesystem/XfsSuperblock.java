package io.pureboot.node.filesystem;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** The first superblock of an XFS file system. Sizes in blocks of {@code blockSize} bytes. */
record XfsSuperblock(
        int blockSize,
        long dataBlocks,
        long realtimeBlocks,
        long logStart,
        long groupBlocks,
        long groups,
        long freeBlocks,
        int version,
        boolean inProgress,
        long compat,
        long roCompat,
        long incompat,
        long logIncompat,
        boolean intact) {
    private static final int MAGIC = 0x58465342;
    private static final int CHECKSUM_AT = 224;

    /** finobt, rmapbt, reflink, inobtcount; ftype, sparse inodes, meta_uuid, bigtime, nrext64, exchange, parent. */
    private static final long KNOWN_RO_COMPAT = 0x1 | 0x2 | 0x4 | 0x8;

    private static final long KNOWN_INCOMPAT = 0x1 | 0x2 | 0x4 | 0x8 | 0x20 | 0x40 | 0x80;
    private static final int NEEDS_REPAIR = 0x10;

    static XfsSuperblock read(Window window) throws IOException {
        ByteBuffer block = window.read(0, 512).order(ByteOrder.BIG_ENDIAN);
        if (block.getInt(0) != MAGIC) {
            throw new IOException("There is no XFS superblock.");
        }
        int version = block.getShort(100) & 0xf;
        int sector = Short.toUnsignedInt(block.getShort(102));
        int blockSize = block.getInt(4);
        long groupBlocks = unsigned(block, 84);
        if (blockSize < 512
                || blockSize > 65536
                || Integer.bitCount(blockSize) != 1
                || sector < 512
                || sector > 32768
                || groupBlocks == 0
                || block.getLong(8) < 0
                || block.getLong(8) > Long.MAX_VALUE / blockSize) {
            throw new IOException("The XFS superblock names impossible sizes.");
        }
        return new XfsSuperblock(
                blockSize,
                block.getLong(8),
                block.getLong(16),
                block.getLong(48),
                groupBlocks,
                unsigned(block, 88),
                block.getLong(144),
                version,
                block.get(126) != 0,
                version < 5 ? 0 : unsigned(block, 208),
                version < 5 ? 0 : unsigned(block, 212),
                version < 5 ? 0 : unsigned(block, 216),
                version < 5 ? 0 : unsigned(block, 220),
                version < 5
                        || checksum(window.read(0, sector))
                                == block.order(ByteOrder.LITTLE_ENDIAN).getInt(CHECKSUM_AT));
    }

    long size() {
        return dataBlocks * blockSize;
    }

    long used() {
        return (dataBlocks - freeBlocks) * blockSize;
    }

    /** Why its free space cannot be read off, its log aside; or null. */
    @Nullable
    String unfit() {
        if (!intact || inProgress || (incompat & NEEDS_REPAIR) != 0) {
            return "The XFS file system is damaged or was not made to the end: run xfs_repair.";
        }
        if (version != 4 && version != 5) {
            return "The XFS file system has version " + version + ", which this version does not know.";
        }
        if (logStart == 0) {
            return "The XFS file system keeps its log on another device.";
        }
        if (realtimeBlocks != 0) {
            return "The XFS file system has a realtime section on another device.";
        }
        return UnknownBits.sentence(
                "XFS",
                UnknownBits.of("compat", compat, 0),
                UnknownBits.of("ro_compat", roCompat, KNOWN_RO_COMPAT),
                UnknownBits.of("incompat", incompat, KNOWN_INCOMPAT),
                UnknownBits.of("log_incompat", logIncompat, 0));
    }

    private static int checksum(ByteBuffer sector) {
        CRC32C crc = new CRC32C();
        ByteBuffer copy = ByteBuffer.allocate(sector.remaining()).put(sector).flip();
        copy.putInt(CHECKSUM_AT, 0);
        crc.update(copy);
        return (int) crc.getValue();
    }

    private static long unsigned(ByteBuffer block, int at) {
        return Integer.toUnsignedLong(block.getInt(at));
    }
}
