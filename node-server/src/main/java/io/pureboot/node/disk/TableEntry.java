package io.pureboot.node.disk;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a partition table.
 *
 * @param start first byte
 * @param size bytes
 * @param type what {@code PartitionInfo.type} says
 * @param typeId GUID in lower case, or {@code 0x83} in an MBR
 * @param uuid PARTUUID in lower case
 * @param flags libparted's names
 */
record TableEntry(
        int number,
        long start,
        long size,
        String type,
        String typeId,
        @Nullable String uuid,
        @Nullable String name,
        List<String> flags) {
    TableEntry {
        flags = List.copyOf(flags);
    }

    long end() {
        return start + size;
    }

    /** The container of logical partitions holds no data of its own besides its chain of tables. */
    boolean extended() {
        return type.equals(PartitionTypes.EXTENDED);
    }
}
