package io.pureboot.node.filesystem;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Where the parts of a FAT volume lie, from its boot sector. Positions and sizes in bytes.
 *
 * @param bits of one FAT entry: 12, 16 or 32
 * @param clusters data clusters, numbered from 2
 * @param marked the boot sector's own dirty mark
 */
record FatGeometry(
        int bits,
        int sectorSize,
        int clusterSize,
        int media,
        long fatStart,
        long fatSize,
        int fats,
        long dataStart,
        long clusters,
        long size,
        boolean mirrored,
        boolean marked) {
    private static final int MOST_12 = 4085;
    private static final int MOST_16 = 65525;

    static FatGeometry read(Window window) throws IOException {
        ByteBuffer boot = window.read(0, 512);
        int sector = unsigned(boot, 11);
        int perCluster = Byte.toUnsignedInt(boot.get(13));
        int reserved = unsigned(boot, 14);
        int fats = Byte.toUnsignedInt(boot.get(16));
        long rootSectors = sector == 0 ? 0 : Math.ceilDiv(unsigned(boot, 17) * 32L, (long) sector);
        long total = unsigned(boot, 19) != 0 ? unsigned(boot, 19) : Integer.toUnsignedLong(boot.getInt(32));
        boolean large = unsigned(boot, 22) == 0;
        long fatSectors = large ? Integer.toUnsignedLong(boot.getInt(36)) : unsigned(boot, 22);
        long before = reserved + fats * fatSectors + rootSectors;
        if (Integer.bitCount(sector) != 1
                || sector < 512
                || sector > 4096
                || Integer.bitCount(perCluster) != 1
                || reserved == 0
                || fats == 0
                || fatSectors == 0
                || total <= before) {
            throw new IOException("The FAT boot sector makes no sense.");
        }
        long clusters = (total - before) / perCluster;
        int bits = large ? 32 : clusters < MOST_12 ? 12 : 16;
        if ((bits == 16 && clusters >= MOST_16) || (clusters + 2) * bits / 8 > fatSectors * sector) {
            throw new IOException("The FAT boot sector makes no sense: more clusters than its tables can hold.");
        }
        return new FatGeometry(
                bits,
                sector,
                perCluster * sector,
                Byte.toUnsignedInt(boot.get(21)),
                (long) reserved * sector,
                fatSectors * sector,
                fats,
                before * sector,
                clusters,
                total * sector,
                !large || (boot.getShort(40) & 0x80) == 0,
                (boot.get(large ? 0x41 : 0x25) & 3) != 0);
    }

    long clusterStart(long cluster) {
        return dataStart + (cluster - 2) * clusterSize;
    }

    /** Fewer clusters than this and it would have to become another kind of FAT. */
    long fewestClusters() {
        return switch (bits) {
            case 32 -> MOST_16;
            case 16 -> MOST_12;
            default -> 1;
        };
    }

    /** Bytes a volume like this one with so many clusters takes. */
    long sizeWith(long wantedClusters) {
        long table = Math.ceilDiv((wantedClusters + 2) * bits, 8L * sectorSize) * sectorSize;
        return dataStart - fats * fatSize + fats * table + wantedClusters * clusterSize;
    }

    @Nullable
    String unfit() {
        return mirrored ? null : "The FAT file system uses only one of its tables.";
    }

    private static int unsigned(ByteBuffer boot, int at) {
        return Short.toUnsignedInt(boot.getShort(at));
    }
}
