package io.pureboot.node.disk;

import io.pureboot.linux.block.BlockDevice;
import io.pureboot.linux.block.Extent;
import io.pureboot.node.filesystem.Window;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the kernel has to know of the partition table on a disk. */
public final class TablePartitions {
    private static final long CONTAINER = 1024;
    private static final long EDGE = 1 << 20;
    private static final long GPT_ARRAY = 16384;

    private TablePartitions() {}

    /**
     * Where each partition of the table lies, by number; empty when there is no table. Of an extended partition only
     * the head, as the kernel has it, because nobody may write to it as a whole.
     */
    public static Map<Integer, Extent> of(BlockDevice disk) throws IOException {
        DiskTable table = TableReader.read(Window.whole(disk));
        Map<Integer, Extent> partitions = new TreeMap<>();
        for (TableEntry entry : table.entries()) {
            if (entry.end() <= disk.size()) {
                long size = entry.extended() ? head(entry, table, disk.logicalSectorSize()) : entry.size();
                partitions.put(entry.number(), new Extent(entry.start(), size));
            }
        }
        return partitions;
    }

    /** The same with whole extended partitions, as {@code start-end} in the order they lie. */
    public static List<String> spans(BlockDevice disk) throws IOException {
        return TableReader.read(Window.whole(disk)).entries().stream()
                .sorted(Comparator.comparingLong(TableEntry::start).thenComparing(TableEntry::number))
                .map(entry -> entry.start() + "-" + entry.end())
                .toList();
    }

    /**
     * The sectors that make up the table, from the front: boot record, GPT with its backup, records of logical
     * partitions. Of a disk without a table its first and last MiB, which is where tools look for one.
     */
    public static List<Extent> sectorsOf(BlockDevice disk) throws IOException {
        Window window = Window.whole(disk);
        DiskTable table = TableReader.read(window);
        int sector = disk.logicalSectorSize();
        List<Extent> sectors = new ArrayList<>();
        if (table.kind().equals(DiskTable.UNKNOWN)) {
            long edge = Math.min(EDGE, disk.size() / 2 / sector * sector);
            return List.of(new Extent(0, edge), new Extent(disk.size() / sector * sector - edge, edge));
        }
        sectors.add(new Extent(0, sector));
        if (table.kind().equals(DiskTable.GPT)) {
            GptHeader header = GptHeader.at(window, 1);
            long array = header == null ? GPT_ARRAY : (long) header.entryCount() * header.entrySize();
            long rounded = Math.ceilDiv(array, sector) * sector;
            long last = disk.size() / sector * sector;
            sectors.add(new Extent(sector, sector + rounded));
            sectors.add(new Extent(last - sector - rounded, sector + rounded));
        } else {
            sectors.addAll(records(window, table, sector));
        }
        return sectors;
    }

    /** The record in front of each logical partition; the first is the head of the extended one. */
    private static List<Extent> records(Window window, DiskTable table, int sector) throws IOException {
        List<Extent> records = new ArrayList<>();
        for (TableEntry container : table.entries()) {
            if (container.extended()) {
                LogicalPartitions chain = new LogicalPartitions(window, 0);
                String wrong = chain.follow(container.start() / sector, container.size() / sector);
                if (wrong != null) {
                    throw new IOException(wrong + " Repair the table first.");
                }
                chain.records().forEach(record -> records.add(new Extent(record * sector, sector)));
            }
        }
        return records;
    }

    private static long head(TableEntry container, DiskTable table, int sector) {
        long next = table.entries().stream()
                .mapToLong(TableEntry::start)
                .filter(start -> start > container.start())
                .min()
                .orElse(Long.MAX_VALUE);
        return Math.min(Math.max(CONTAINER, sector), Math.min(container.size(), next - container.start()));
    }
}
