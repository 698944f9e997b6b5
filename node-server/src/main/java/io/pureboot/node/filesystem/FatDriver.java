package io.pureboot.node.filesystem;

import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * FAT12, FAT16, FAT32. A cluster is used when its table entry is not zero. The minimum keeps the kind of FAT (below
 * 65525 clusters FAT32 would have to become FAT16) and leaves a twentieth and 1 MiB for the second copy of directories
 * that resizing makes; libparted, which does it, makes no FAT16 below some 33 MiB and knows no FAT32 with clusters of
 * less than 4096 bytes.
 */
final class FatDriver implements FileSystemDriver {
    private static final long MIB = 1 << 20;
    private static final long SMALLEST_16 = 34 * MIB;
    private static final int SMALLEST_CLUSTER_32 = 4096;

    @Override
    public Set<String> names() {
        return Set.of("fat12", "fat16", "fat32");
    }

    @Override
    public Usage usage(Volume volume) throws IOException {
        FatGeometry geometry = FatGeometry.read(volume.window());
        String mountpoint = volume.mountpoint();
        FatTable table = new FatTable(volume.window(), geometry, 0);
        long clusters = usedClusters(geometry, table).bytes() / geometry.clusterSize();
        long used = mountpoint == null ? clusters * geometry.clusterSize() : Mounted.used(mountpoint);
        String excuse = mountpoint != null ? Mounted.excuse(mountpoint) : excuse(volume, geometry, table);
        Usage usage =
                excuse == null ? Usage.shrinkable(used, minimum(geometry, clusters)) : Usage.fixed(used, null, excuse);
        String noTool = noTool(volume, geometry);
        // libparted, which could, gives up on FAT16 at most sizes.
        return usage.notGrowing(
                noTool == null && geometry.bits() == 16 ? "There is no tool that makes FAT16 larger." : noTool);
    }

    private static long minimum(FatGeometry geometry, long usedClusters) {
        long room = usedClusters / 20 + MIB / geometry.clusterSize() + 1;
        long wanted = Math.max(geometry.fewestClusters(), usedClusters + room);
        long size = Math.max(geometry.bits() == 16 ? SMALLEST_16 : 0, geometry.sizeWith(wanted));
        return Math.min(geometry.size(), Math.ceilDiv(size, MIB) * MIB);
    }

    @Override
    public UsedBlocks used(Volume volume) throws IOException {
        FatGeometry geometry = FatGeometry.read(volume.window());
        FatTable table = new FatTable(volume.window(), geometry, 0);
        Fits.rawIf(geometry.unfit());
        Fits.orRaw(geometry.size(), volume);
        Fits.rawIf(unclean(geometry, table));
        for (int copy = 1; copy < geometry.fats(); copy++) {
            if (!table.sameAs(new FatTable(volume.window(), geometry, copy))) {
                throw new RawCopyException("The copies of the file allocation table differ: run fsck.vfat.");
            }
        }
        ExtentSet used = new ExtentSet();
        used.add(0, geometry.dataStart());
        used.addAll(usedClusters(geometry, table), 0);
        long end = geometry.clusterStart(geometry.clusters() + 2);
        used.add(end, geometry.size() - end);
        return new UsedBlocks(used, geometry.size());
    }

    private static ExtentSet usedClusters(FatGeometry geometry, FatTable table) throws IOException {
        ExtentSet used = new ExtentSet();
        for (long cluster = 2; cluster < geometry.clusters() + 2; cluster++) {
            if (table.entry(cluster) != 0) {
                used.add(geometry.clusterStart(cluster), geometry.clusterSize());
            }
        }
        return used;
    }

    private static @Nullable String excuse(Volume volume, FatGeometry geometry, FatTable table) throws IOException {
        String unclean = unclean(geometry, table);
        return unclean != null ? unclean : limit(volume, geometry);
    }

    private static @Nullable String limit(Volume volume, FatGeometry geometry) {
        String noTool = noTool(volume, geometry);
        if (noTool != null) {
            return noTool;
        }
        if (geometry.clusters() <= geometry.fewestClusters()
                || (geometry.bits() == 16 && geometry.size() <= SMALLEST_16)) {
            return "It is as small as FAT" + geometry.bits() + " can be.";
        }
        return Fits.excuse(geometry.size(), volume);
    }

    private static @Nullable String noTool(Volume volume, FatGeometry geometry) {
        if (geometry.bits() == 12) {
            return "There is no tool to resize FAT12.";
        }
        if (volume.window().sectorSize() != 512) {
            return "There is no tool to resize FAT on disks with sectors of "
                    + volume.window().sectorSize() + " bytes.";
        }
        if (geometry.bits() == 32 && geometry.clusterSize() < SMALLEST_CLUSTER_32) {
            return "There is no tool to resize FAT32 with clusters of " + geometry.clusterSize() + " bytes.";
        }
        return null;
    }

    /** FAT12 has no mark in its table; a clear bit in the others means an unclean end or an I/O error. */
    private static @Nullable String unclean(FatGeometry geometry, FatTable table) throws IOException {
        if ((table.entry(0) & 0xff) != geometry.media()) {
            return "The file allocation table does not begin as it should: run fsck.vfat.";
        }
        int clean = geometry.bits() == 32 ? 0x0c00_0000 : geometry.bits() == 16 ? 0xc000 : 0;
        return geometry.marked() || (table.entry(1) & clean) != clean
                ? "The FAT file system was not unmounted cleanly: run fsck.vfat."
                : null;
    }
}
