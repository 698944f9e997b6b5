package io.pureboot.node.disk;

import io.pureboot.linux.sysfs.DiskDevice;
import io.pureboot.linux.sysfs.DiskPartition;
import io.pureboot.linux.sysfs.InUse;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who uses a disk and each of its partitions.
 *
 * @param reasons of the disk, its partitions' included
 * @param partitions by number; 0 is the disk itself
 */
record DiskUse(List<String> reasons, Map<Integer, PartitionUse> partitions) {
    private static final PartitionUse FREE = new PartitionUse(null, List.of());

    /** Not being able to tell counts as in use. */
    static DiskUse of(DiskDevice disk, InUse inUse, MountPoints mounts) {
        try {
            List<String> reasons = inUse.reasons(disk);
            Map<Integer, PartitionUse> partitions = new HashMap<>();
            partitions.put(0, new PartitionUse(mounts.of(disk.number(), disk.device()), reasons));
            for (DiskPartition node : disk.partitions()) {
                String mountpoint = mounts.of(node.deviceNumber(), node.device());
                List<String> own = reasons.isEmpty() ? List.of() : inUse.reasons(disk, node);
                partitions.put(node.number(), new PartitionUse(mountpoint, own));
            }
            return new DiskUse(reasons, partitions);
        } catch (IOException e) {
            return new DiskUse(List.of("Whether it is in use cannot be told: " + e.getMessage()), Map.of());
        }
    }

    PartitionUse of(int number) {
        return partitions.getOrDefault(number, FREE);
    }
}
