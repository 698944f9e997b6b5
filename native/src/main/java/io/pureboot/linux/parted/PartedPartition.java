package io.pureboot.linux.parted;

import io.pureboot.linux.block.Extent;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One partition of a table, as libparted tells.
 *
 * @param extent bytes from the start of the disk
 * @param fileSystem libparted's guess (it knows no exfat, LUKS, LVM), or null
 * @param flags libparted's names: boot, esp, swap, lvm, raid, msftdata, …
 * @param name of the entry; null where the table has no names (msdos) or it is empty
 */
public record PartedPartition(
        int number,
        PartitionKind kind,
        Extent extent,
        @Nullable String fileSystem,
        Set<String> flags,
        @Nullable String name) {
    public PartedPartition {
        flags = Set.copyOf(flags);
    }
}
