package io.pureboot.linux.table;

import io.pureboot.linux.table.bytes.Notes;
import io.pureboot.linux.table.bytes.Region;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The label of SPARC disks: up to eight slices in cylinders, types in the VTOC inside it. */
final class SunLabel {
    private static final int WHOLE_DISK = 5;

    private SunLabel() {}

    static @Nullable FoundTable read(Region disk, Notes notes) {
        return notes.attempt("the first sector", () -> parse(disk));
    }

    private static @Nullable FoundTable parse(Region disk) throws IOException {
        if (disk.length() < 512) {
            return null;
        }
        ByteBuffer raw = disk.big(0, 512);
        if (raw.getShort(508) != (short) 0xdabe) {
            return null;
        }
        int sum = 0;
        for (int at = 0; at < 512; at += 2) {
            sum ^= raw.getShort(at);
        }
        long perCylinder = (long) Short.toUnsignedInt(raw.getShort(436)) * Short.toUnsignedInt(raw.getShort(438));
        if (sum != 0 || perCylinder == 0) {
            return null;
        }
        boolean typed = raw.getInt(188) == 0x600ddeee;
        List<TableEntry> entries = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            long first = Math.multiplyHigh(cylinder(raw, i), perCylinder) == 0 ? cylinder(raw, i) * perCylinder : -1;
            long count = Integer.toUnsignedLong(raw.getInt(448 + 8 * i));
            int type = typed ? Short.toUnsignedInt(raw.getShort(142 + 4 * i)) : 0;
            boolean whole = typed ? type == WHOLE_DISK : i == 2;
            if (count > 0 && first >= 0 && first < 1L << 40) {
                entries.add(new TableEntry(
                        i + 1,
                        whole ? EntryRole.WHOLE_DISK : EntryRole.DATA,
                        first * 512,
                        (first + count) * 512,
                        PartitionTypes.hex(type),
                        typeName(type),
                        null,
                        null,
                        null));
            }
        }
        return new FoundTable(TableKind.SUN, Certainty.SURE, 512, null, entries);
    }

    private static long cylinder(ByteBuffer raw, int slice) {
        return Integer.toUnsignedLong(raw.getInt(444 + 8 * slice));
    }

    static String typeName(int tag) {
        return switch (tag) {
            case 1 -> "boot";
            case 2 -> "root";
            case 3 -> "swap";
            case 4 -> "usr";
            case WHOLE_DISK -> "whole disk";
            case 7 -> "var";
            case 8 -> "home";
            case 0x82 -> "Linux swap";
            case 0x83 -> "Linux";
            case 0x8e -> "Linux LVM";
            case 0xfd -> "Linux RAID";
            default -> PartitionTypes.UNKNOWN;
        };
    }
}
