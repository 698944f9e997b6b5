package io.pureboot.protocol.partition;

import org.jspecify.annotations.Nullable;

/**
 * One wish for a partition table. A partition is named by its number in the layout the operations before it leave;
 * logical partitions keep the number they had before the queue began, although the table will number them anew.
 */
public sealed interface PartitionOperation {
    /** The name in the API: resize, create, delete, format, move or set_flag. */
    String kind();

    /** The file system gets the new size too. */
    record Resize(int partition, long newSizeBytes) implements PartitionOperation {
        @Override
        public String kind() {
            return "resize";
        }
    }

    /**
     * @param type as in {@code PartitionInfo.type}; in an MBR also primary, logical or extended
     * @param filesystem what to format it with, null for nothing
     * @param label of the file system, or the entry's name in a GPT when there is none
     * @param partitionTable gpt or mbr: a new, empty table first
     */
    record Create(
            long startBytes,
            long sizeBytes,
            @Nullable String type,
            @Nullable String filesystem,
            @Nullable String label,
            @Nullable String partitionTable)
            implements PartitionOperation {
        @Override
        public String kind() {
            return "create";
        }
    }

    record Delete(int partition) implements PartitionOperation {
        @Override
        public String kind() {
            return "delete";
        }
    }

    record Format(
            int partition, String filesystem, @Nullable String label) implements PartitionOperation {
        @Override
        public String kind() {
            return "format";
        }
    }

    record Move(int partition, long newStartBytes) implements PartitionOperation {
        @Override
        public String kind() {
            return "move";
        }
    }

    /** @param flag libparted's name: boot, esp, lvm, raid, … */
    record SetFlag(int partition, String flag, boolean value) implements PartitionOperation {
        @Override
        public String kind() {
            return "set_flag";
        }
    }
}
