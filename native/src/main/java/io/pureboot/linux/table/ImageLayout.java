package io.pureboot.linux.table;

import io.pureboot.linux.table.content.Content;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an image holds.
 *
 * @param size bytes of the image
 * @param sectorSize logical sector size the table was written with, 512 when there is no table
 * @param tableId the table's own identity, or null
 * @param entries all entries in order of their numbers, containers and maps included
 * @param volumes what is mounted like a partition but is no table entry
 * @param wholeDisk what the disk holds without a table, or null
 * @param hybrid an optical disc that carries a partition table too
 * @param truncated an entry reaches beyond the end of the image
 * @param complete false while bytes are still to come that may change the answer
 * @param warnings odd, but without effect on the answer
 * @param doubts why the answer is not sure
 */
public record ImageLayout(
        long size,
        TableKind table,
        Certainty certainty,
        int sectorSize,
        @Nullable String tableId,
        List<TableEntry> entries,
        List<Volume> volumes,
        @Nullable Content wholeDisk,
        boolean hybrid,
        boolean truncated,
        boolean complete,
        List<String> warnings,
        List<String> doubts) {

    public ImageLayout {
        entries = List.copyOf(entries);
        volumes = List.copyOf(volumes);
        warnings = List.copyOf(warnings);
        doubts = List.copyOf(doubts);
    }

    /** Table entries that hold data: no containers, no maps, no nested slices. */
    public List<TableEntry> partitions() {
        return entries.stream().filter(TableEntry::isPartition).toList();
    }

    public int partitionCount() {
        return partitions().size();
    }

    /** One or none only when nothing speaks against it. */
    public Verdict verdict() {
        if (partitionCount() > 1 || volumes.size() > 1 || hybrid) {
            return Verdict.MULTIPLE;
        }
        if (!doubts.isEmpty()) {
            return Verdict.UNKNOWN;
        }
        if (partitionCount() == 1) {
            return Verdict.SINGLE;
        }
        return wholeDisk == null ? Verdict.UNKNOWN : Verdict.NONE;
    }
}
