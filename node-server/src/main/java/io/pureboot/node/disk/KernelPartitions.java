package io.pureboot.node.disk;

import io.pureboot.linux.sysfs.DiskDevice;
import io.pureboot.linux.sysfs.DiskPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How the kernel's partitions relate to the table's: the kernel may know none, or still those of an earlier table. */
final class KernelPartitions {
    private KernelPartitions() {}

    /** The kernel's node for exactly the bytes of this entry. */
    static Optional<DiskPartition> matching(DiskDevice disk, TableEntry entry) {
        return disk.partitions().stream()
                .filter(node -> node.number() == entry.number()
                        && node.startBytes() == entry.start()
                        && node.sizeBytes() == entry.size())
                .findFirst();
    }

    /** What the node is called, or would be: {@code sda1}, but {@code nvme0n1p1}. */
    static String path(DiskDevice disk, int number) {
        String device = disk.device().toString();
        boolean digit = Character.isDigit(device.charAt(device.length() - 1));
        return device + (digit ? "p" : "") + number;
    }

    /** A warning for each partition of the kernel that the table has elsewhere or not at all. */
    static List<String> differences(DiskDevice disk, DiskTable table) {
        List<String> warnings = new ArrayList<>();
        for (DiskPartition node : disk.partitions()) {
            Optional<TableEntry> entry = table.entries().stream()
                    .filter(each -> each.number() == node.number())
                    .findFirst();
            boolean same = entry.isPresent()
                    && entry.get().start() == node.startBytes()
                    && (entry.get().extended() || entry.get().size() == node.sizeBytes());
            if (!same) {
                warnings.add("The kernel still uses an older partition table: its " + node.name() + " is not partition "
                        + node.number() + " of the table on the disk.");
            }
        }
        return warnings;
    }
}
