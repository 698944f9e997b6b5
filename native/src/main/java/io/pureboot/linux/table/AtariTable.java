package io.pureboot.linux.table;

import io.pureboot.linux.table.bytes.Notes;
import io.pureboot.linux.table.bytes.Region;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The root sector of Atari disks, which has no magic: only entries that all make sense make a table. XGM entries chain
 * further root sectors; ICD tables have eight more entries.
 */
final class AtariTable {
    private static final int ENTRIES = 0x1c6;
    private static final int ICD_ENTRIES = 0x156;

    private record Slot(boolean used, String id, long first, long count) {
        static Slot at(ByteBuffer raw, int at) {
            byte[] id = new byte[3];
            raw.get(at + 1, id);
            return new Slot(
                    (raw.get(at) & 1) != 0,
                    new String(id, StandardCharsets.ISO_8859_1),
                    Integer.toUnsignedLong(raw.getInt(at + 4)),
                    Integer.toUnsignedLong(raw.getInt(at + 8)));
        }

        boolean fits(long sectors) {
            return id.chars().allMatch(c -> c < 128 && Character.isLetterOrDigit(c))
                    && first > 0
                    && count > 0
                    && first + count <= sectors;
        }
    }

    private final Region disk;
    private final Notes notes;

    AtariTable(Region disk, Notes notes) {
        this.disk = disk;
        this.notes = notes;
    }

    @Nullable
    FoundTable read() {
        return notes.attempt("the first sector", this::parse);
    }

    private @Nullable FoundTable parse() throws IOException {
        if (disk.length() < 512) {
            return null;
        }
        ByteBuffer raw = disk.big(0, 512);
        long sectors = Integer.toUnsignedLong(raw.getInt(0x1c2));
        if (sectors == 0 || sectors * 512 > disk.length() || MbrSlot.signed(disk.little(0, 512))) {
            return null;
        }
        List<Slot> slots = used(raw, ENTRIES, 4);
        if (slots.isEmpty() || !slots.stream().allMatch(slot -> slot.fits(sectors))) {
            return null;
        }
        List<TableEntry> entries = new ArrayList<>();
        slots.forEach(slot -> add(entries, slot, 0));
        List<Slot> icd = used(raw, ICD_ENTRIES, 8);
        if (icd.stream().allMatch(slot -> slot.fits(sectors))) {
            icd.forEach(slot -> add(entries, slot, 0));
        }
        return new FoundTable(TableKind.ATARI, Certainty.LIKELY, 512, null, entries);
    }

    private static List<Slot> used(ByteBuffer raw, int from, int count) {
        List<Slot> slots = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Slot slot = Slot.at(raw, from + 12 * i);
            if (slot.used()) {
                slots.add(slot);
            }
        }
        return slots;
    }

    private void add(List<TableEntry> entries, Slot slot, long base) {
        if (slot.id().equals("XGM")) {
            follow(entries, slot.first());
            return;
        }
        entries.add(new TableEntry(
                entries.size() + 1,
                EntryRole.DATA,
                (base + slot.first()) * 512,
                (base + slot.first() + slot.count()) * 512,
                slot.id(),
                "Atari " + slot.id(),
                null,
                null,
                null));
    }

    private void follow(List<TableEntry> entries, long extended) {
        Set<Long> seen = new HashSet<>();
        for (long at = extended; at >= 0; ) {
            long here = at;
            if (!seen.add(here) || seen.size() > 1024) {
                notes.doubt("the chain of XGM partitions does not end");
                return;
            }
            ByteBuffer raw = notes.attempt("the XGM sector at " + here * 512, () -> disk.big(here * 512, 512));
            if (raw == null) {
                notes.doubt("a chain of XGM partitions could not be followed");
                return;
            }
            at = -1;
            for (Slot slot : used(raw, ENTRIES, 4)) {
                if (slot.id().equals("XGM")) {
                    at = extended + slot.first();
                } else {
                    add(entries, slot, here);
                }
            }
        }
    }
}
