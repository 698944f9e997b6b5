package io.pureboot.linux.table;

import io.pureboot.linux.table.bytes.Notes;
import io.pureboot.linux.table.bytes.Region;
import java.nio.ByteBuffer;
import java.util.List;

/** Subpartitions of Minix: a boot record inside the partition whose entries are of its own type. */
final class MinixSlices {
    private MinixSlices() {}

    static List<Volume> of(Region partition, Notes notes) {
        ByteBuffer record = notes.attempt("Minix subpartitions", () -> partition.little(0, 512));
        if (record == null || !MbrSlot.signed(record) || !MbrSlot.flagsFit(record)) {
            return List.of();
        }
        return MbrSlot.used(record).stream()
                .filter(slot -> slot.type() == 0x81)
                .map(slot -> Volume.at("minix", "s" + slot.slot(), slot.first() * 512, slot.count() * 512))
                .toList();
    }
}
