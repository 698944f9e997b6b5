package io.pureboot.linux.table;

import io.pureboot.linux.table.bytes.Notes;
import io.pureboot.linux.table.bytes.Region;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The volume header of SGI disks: sixteen entries in 512-byte blocks. */
final class SgiLabel {
    private static final int HEADER = 0;
    private static final int WHOLE_DISK = 6;

    private SgiLabel() {}

    static @Nullable FoundTable read(Region disk, Notes notes) {
        return notes.attempt("the first sector", () -> parse(disk));
    }

    private static @Nullable FoundTable parse(Region disk) throws IOException {
        if (disk.length() < 512) {
            return null;
        }
        ByteBuffer raw = disk.big(0, 512);
        if (raw.getInt(0) != 0x0be5a941) {
            return null;
        }
        int sum = 0;
        for (int at = 0; at < 512; at += 4) {
            sum += raw.getInt(at);
        }
        if (sum != 0) {
            return null;
        }
        List<TableEntry> entries = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            long count = Integer.toUnsignedLong(raw.getInt(312 + 12 * i));
            long first = Integer.toUnsignedLong(raw.getInt(316 + 12 * i));
            int type = raw.getInt(320 + 12 * i);
            if (count > 0) {
                entries.add(new TableEntry(
                        i + 1,
                        role(type),
                        first * 512,
                        (first + count) * 512,
                        PartitionTypes.hex(type),
                        typeName(type),
                        null,
                        null,
                        null));
            }
        }
        return new FoundTable(TableKind.SGI, Certainty.SURE, 512, null, entries);
    }

    private static EntryRole role(int type) {
        return switch (type) {
            case HEADER -> EntryRole.VOLUME_HEADER;
            case WHOLE_DISK -> EntryRole.WHOLE_DISK;
            default -> EntryRole.DATA;
        };
    }

    private static String typeName(int type) {
        return switch (type) {
            case HEADER -> "volume header";
            case 3 -> "raw or swap";
            case 5 -> "EFS";
            case WHOLE_DISK -> "whole disk";
            case 10 -> "XFS";
            case 11 -> "XFS log";
            case 12 -> "XLV volume";
            case 0x82 -> "Linux swap";
            case 0x83 -> "Linux";
            default -> PartitionTypes.UNKNOWN;
        };
    }
}
