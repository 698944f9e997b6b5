package io.pureboot.linux.table;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A partition table as its parser saw it; entries without content. */
record FoundTable(
        TableKind kind,
        Certainty certainty,
        int sectorSize,
        @Nullable String id,
        List<TableEntry> entries) {
    FoundTable {
        entries = List.copyOf(entries);
    }

    long partitionCount() {
        return entries.stream().filter(TableEntry::isPartition).count();
    }
}
