package io.pureboot.linux.table;

import io.pureboot.linux.table.bytes.Notes;
import io.pureboot.linux.table.bytes.Region;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The DOS partition table of a boot record, with the logical partitions its extended partitions chain. */
final class MbrTable {
    private final Region disk;
    private final Notes notes;

    MbrTable(Region disk, Notes notes) {
        this.disk = disk;
        this.notes = notes;
    }

    /** Null when the first sector is no boot record, or what stands where the table would be is no table. */
    @Nullable
    FoundTable read() {
        return notes.attempt("the first sector", this::readTable);
    }

    private @Nullable FoundTable readTable() throws IOException {
        if (disk.length() < 512) {
            return null;
        }
        ByteBuffer record = disk.little(0, 512);
        List<MbrSlot> slots = MbrSlot.used(record);
        if (!MbrSlot.signed(record) || !MbrSlot.flagsFit(record) || slots.isEmpty()) {
            return null;
        }
        int sectorSize = new MbrScale(disk).sectorSize(slots);
        int signature = record.getInt(440);
        String id = signature == 0 ? null : "%08x".formatted(signature);
        List<TableEntry> entries = new ArrayList<>();
        for (MbrSlot slot : slots) {
            if (slot.type() != MbrSlot.PROTECTIVE) {
                entries.add(entry(slot.slot() + 1, slot, slot.first(), sectorSize, id));
            }
        }
        EbrChain chain = new EbrChain(disk, sectorSize, id, notes);
        slots.stream().filter(MbrSlot::isExtended).forEach(slot -> entries.addAll(chain.follow(slot)));
        return new FoundTable(TableKind.MBR, certainty(slots), sectorSize, id, entries);
    }

    private static Certainty certainty(List<MbrSlot> slots) {
        for (MbrSlot one : slots) {
            for (MbrSlot other : slots) {
                if (one.slot() < other.slot() && one.first() < other.end() && other.first() < one.end()) {
                    return Certainty.DOUBTFUL;
                }
            }
        }
        return Certainty.LIKELY;
    }

    static TableEntry entry(int number, MbrSlot slot, long first, int sectorSize, @Nullable String tableId) {
        return new TableEntry(
                number,
                slot.isExtended() ? EntryRole.EXTENDED : EntryRole.DATA,
                first * sectorSize,
                (first + slot.count()) * sectorSize,
                PartitionTypes.hex(slot.type()),
                PartitionTypes.ofMbr(slot.type()),
                null,
                tableId == null ? null : "%s-%02x".formatted(tableId, number),
                null);
    }

    /** Whether the disk's boot record says that a GPT follows. */
    static boolean isProtective(Region disk, Notes notes) {
        ByteBuffer record = notes.attempt("the first sector", () -> disk.little(0, 512));
        return record != null
                && MbrSlot.signed(record)
                && MbrSlot.used(record).stream().anyMatch(slot -> slot.type() == MbrSlot.PROTECTIVE);
    }
}
