package io.pureboot.node.disk;

import io.pureboot.node.filesystem.Window;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The entries of an MBR: primaries, the extended container and the logical partitions in it. */
final class MbrEntries {
    private MbrEntries() {}

    static DiskTable read(Window disk, MbrSector record) throws IOException {
        int sector = disk.sectorSize();
        List<TableEntry> entries = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        LogicalPartitions logicals = new LogicalPartitions(disk, record.diskSignature());
        for (int i = 0; i < record.slots().size(); i++) {
            MbrSector.Slot slot = record.slots().get(i);
            if (!slot.used()) {
                continue;
            }
            entries.add(entry(i + 1, slot.start() * sector, slot, sector, record.diskSignature()));
            if (slot.extended()) {
                String wrong = logicals.follow(slot.start(), slot.sectors());
                if (wrong != null) {
                    warnings.add(wrong);
                }
            }
        }
        entries.addAll(logicals.found());
        return new DiskTable(DiskTable.MBR, entries, warnings);
    }

    static TableEntry entry(int number, long start, MbrSector.Slot slot, int sector, int signature) {
        return new TableEntry(
                number,
                start,
                slot.sectors() * sector,
                PartitionTypes.ofId(slot.id()),
                String.format("0x%02x", slot.id()),
                signature == 0 ? null : String.format("%08x-%02x", signature, number),
                null,
                PartitionTypes.idFlags(slot.id(), slot.active()));
    }
}
