package io.pureboot.node.disk;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a disk's partition table says.
 *
 * @param kind {@code gpt}, {@code mbr} or {@code unknown} (also when there is none)
 * @param entries by number; an MBR's extended container among them
 * @param warnings what is damaged or odd, one sentence each
 */
record DiskTable(String kind, List<TableEntry> entries, List<String> warnings) {
    static final String GPT = "gpt";
    static final String MBR = "mbr";
    static final String UNKNOWN = "unknown";

    DiskTable {
        entries = entries.stream()
                .sorted(Comparator.comparingInt(TableEntry::number))
                .toList();
        warnings = List.copyOf(warnings);
    }

    static DiskTable none(List<String> warnings) {
        return new DiskTable(UNKNOWN, List.of(), warnings);
    }

    /** This table with a warning for each entry that leaves the disk or overlaps another one. */
    DiskTable checkedAgainst(long diskSize) {
        List<String> all = new ArrayList<>(warnings);
        List<TableEntry> byStart = entries.stream()
                .filter(entry -> !entry.extended())
                .sorted(Comparator.comparingLong(TableEntry::start))
                .toList();
        long end = 0;
        int last = 0;
        for (TableEntry entry : byStart) {
            if (entry.end() > diskSize) {
                all.add("Partition " + entry.number() + " ends at byte " + entry.end()
                        + ", behind the end of the disk at " + diskSize + ".");
            }
            if (entry.start() < end) {
                all.add("Partitions " + last + " and " + entry.number() + " overlap.");
            }
            if (entry.end() > end) {
                end = entry.end();
                last = entry.number();
            }
        }
        return new DiskTable(kind, entries, all);
    }
}
