package io.pureboot.linux.parted;

import io.pureboot.linux.block.Extent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import jnr.ffi.Pointer;
import org.jspecify.annotations.Nullable;

/** Reads partitions out of a PedDisk. */
final class PartitionReader {
    private final LibParted library;
    private final Pointer disk;
    private final int sectorSize;
    private final boolean names;

    PartitionReader(LibParted library, Pointer disk, int sectorSize) {
        this.library = library;
        this.disk = disk;
        this.sectorSize = sectorSize;
        this.names =
                library.ped_disk_type_check_feature(disk.getPointer(Layout.DISK_TYPE), Layout.FEATURE_PARTITION_NAMES)
                        != 0;
    }

    String tableType() {
        return disk.getPointer(Layout.DISK_TYPE)
                .getPointer(Layout.DISK_TYPE_NAME)
                .getString(0);
    }

    boolean hasNames() {
        return names;
    }

    List<PartedPartition> all() {
        List<PartedPartition> partitions = new ArrayList<>();
        Pointer partition = library.ped_disk_next_partition(disk, null);
        while (partition != null) {
            // Free space and metadata are in the list too; they have no number.
            if (partition.getInt(Layout.PARTITION_NUMBER) > 0) {
                partitions.add(read(partition));
            }
            partition = library.ped_disk_next_partition(disk, partition);
        }
        partitions.sort(Comparator.comparingInt(PartedPartition::number));
        return partitions;
    }

    PartedPartition read(Pointer partition) {
        return new PartedPartition(
                partition.getInt(Layout.PARTITION_NUMBER),
                PartitionKind.of(partition.getInt(Layout.PARTITION_TYPE)),
                extent(partition),
                fileSystem(partition),
                flags(partition),
                name(partition));
    }

    Extent extent(Pointer partition) {
        return new Extent(
                partition.getLong(Layout.PARTITION_START) * sectorSize,
                partition.getLong(Layout.PARTITION_SECTORS) * sectorSize);
    }

    private @Nullable String fileSystem(Pointer partition) {
        Pointer type = partition.getPointer(Layout.PARTITION_FILE_SYSTEM);
        return type == null ? null : type.getPointer(Layout.FILE_SYSTEM_NAME).getString(0);
    }

    private Set<String> flags(Pointer partition) {
        Set<String> flags = new TreeSet<>();
        for (int flag = library.ped_partition_flag_next(0); flag != 0; flag = library.ped_partition_flag_next(flag)) {
            boolean offered = library.ped_partition_is_flag_available(partition, flag) != 0;
            if (offered && library.ped_partition_get_flag(partition, flag) != 0) {
                flags.add(library.ped_partition_flag_get_name(flag));
            }
        }
        return flags;
    }

    private @Nullable String name(Pointer partition) {
        String name = names ? library.ped_partition_get_name(partition) : null;
        return name == null || name.isEmpty() ? null : name;
    }
}
