package io.pureboot.node.filesystem;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The main boot region of an exFAT volume. Positions and sizes in bytes; clusters are numbered from 2.
 *
 * @param intact whether the region's checksum is right
 */
record ExfatBoot(
        long size,
        long fatStart,
        long fatSize,
        long heapStart,
        long clusters,
        int clusterSize,
        long rootCluster,
        int revision,
        int flags,
        int fats,
        boolean intact) {
    private static final int SECOND_FAT_ACTIVE = 1;
    private static final int DIRTY = 2;
    private static final int MEDIA_FAILURE = 4;

    static ExfatBoot read(Window window) throws IOException {
        ByteBuffer boot = window.read(0, 512);
        int shift = boot.get(108);
        int clusterShift = shift + boot.get(109);
        if (!StandardCharsets.ISO_8859_1.decode(boot.slice(3, 8)).toString().equals("EXFAT   ")
                || shift < 9
                || shift > 12
                || clusterShift < shift
                || clusterShift > 25
                || boot.getLong(72) < 0
                || boot.getLong(72) > Long.MAX_VALUE >> shift) {
            throw new IOException("The exFAT boot sector makes no sense.");
        }
        ExfatBoot region = new ExfatBoot(
                boot.getLong(72) << shift,
                unsigned(boot, 80) << shift,
                unsigned(boot, 84) << shift,
                unsigned(boot, 88) << shift,
                unsigned(boot, 92),
                1 << clusterShift,
                unsigned(boot, 96),
                Short.toUnsignedInt(boot.getShort(104)),
                Short.toUnsignedInt(boot.getShort(106)),
                boot.get(110),
                checksum(window.read(0, 11 << shift))
                        == window.read(11L << shift, 4).getInt(0));
        if (region.clusterStart(region.clusters + 2) > region.size
                || (region.clusters + 2) * 4 > region.fatSize
                || region.fatStart + region.fatSize > region.heapStart) {
            throw new IOException("The exFAT boot sector makes no sense: its parts overlap.");
        }
        return region;
    }

    long clusterStart(long cluster) {
        return heapStart + (cluster - 2) * clusterSize;
    }

    boolean hasCluster(long cluster) {
        return cluster >= 2 && cluster < clusters + 2;
    }

    @Nullable
    String unfit() {
        if (!intact) {
            return "The checksum of the exFAT boot sectors is wrong: run fsck.exfat.";
        }
        if ((flags & (DIRTY | MEDIA_FAILURE)) != 0) {
            return "The exFAT file system was not unmounted cleanly: run fsck.exfat.";
        }
        return revision != 0x100 || fats != 1 || (flags & SECOND_FAT_ACTIVE) != 0
                ? "The exFAT file system is of a kind this version does not know."
                : null;
    }

    /** Over the first eleven sectors without the bytes that change while mounted: flags and percentage. */
    private static int checksum(ByteBuffer sectors) {
        int sum = 0;
        for (int i = 0; i < sectors.limit(); i++) {
            if (i != 106 && i != 107 && i != 112) {
                sum = Integer.rotateRight(sum, 1) + Byte.toUnsignedInt(sectors.get(i));
            }
        }
        return sum;
    }

    private static long unsigned(ByteBuffer boot, int at) {
        return Integer.toUnsignedLong(boot.getInt(at));
    }
}
