package io.pureboot.linux.table;

import io.pureboot.linux.table.bytes.Notes;
import io.pureboot.linux.table.bytes.Region;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The VTOC in the second sector of a Solaris x86 partition; Linux swap has the same partition type. */
final class SolarisSlices {
    private static final int BACKUP = 5;

    private SolarisSlices() {}

    static List<Volume> of(Region partition, Notes notes) {
        ByteBuffer raw = notes.attempt("a Solaris VTOC", () -> partition.little(512, 72 + 16 * 12));
        if (raw == null || raw.getInt(12) != 0x600ddeee) {
            return List.of();
        }
        List<Volume> slices = new ArrayList<>();
        for (int i = 0; i < Math.min(16, raw.getShort(30)); i++) {
            int at = 72 + 12 * i;
            long count = Integer.toUnsignedLong(raw.getInt(at + 8));
            if (count > 0 && raw.getShort(at) != BACKUP) {
                long first = Integer.toUnsignedLong(raw.getInt(at + 4));
                slices.add(Volume.at("solaris", "s" + i, partition.start() + first * 512, count * 512));
            }
        }
        return slices;
    }
}
