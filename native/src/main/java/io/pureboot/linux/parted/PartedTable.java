package io.pureboot.linux.parted;

import java.util.List;

/**
 * A partition table as it is on the disk.
 *
 * @param type {@code gpt}, {@code msdos}, {@code loop} (a file system on the whole disk), {@code none}, or another of
 *     libparted's names
 * @param backupNotAtEnd the GPT's backup is not at the end of the disk, which has grown: nothing was changed, see
 *     {@link io.pureboot.linux.partition.GptRelocation}
 * @param notes what libparted remarked while reading, such as a damaged primary table for which the backup was used
 * @param partitions in order of their number
 */
public record PartedTable(
        String type,
        long sizeBytes,
        int sectorSize,
        int physicalSectorSize,
        boolean backupNotAtEnd,
        List<String> notes,
        List<PartedPartition> partitions) {
    public PartedTable {
        notes = List.copyOf(notes);
        partitions = List.copyOf(partitions);
    }
}
