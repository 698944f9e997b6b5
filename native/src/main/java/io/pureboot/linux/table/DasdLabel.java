package io.pureboot.linux.table;

import io.pureboot.linux.table.bytes.Notes;
import io.pureboot.linux.table.bytes.Region;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The volume label of mainframe disks, in the third block. Linux and CMS disks hold one partition; what a VOL1 disk
 * holds is in its VTOC, which is not read.
 */
final class DasdLabel {
    private DasdLabel() {}

    static @Nullable FoundTable read(Region disk, Notes notes) {
        for (int blockSize : new int[] {4096, 512, 1024, 2048}) {
            FoundTable found = notes.attempt("a DASD label of " + blockSize, () -> parse(disk, blockSize, notes));
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static @Nullable FoundTable parse(Region disk, int blockSize, Notes notes) throws IOException {
        if (disk.length() < 3L * blockSize) {
            return null;
        }
        ByteBuffer raw = disk.big(2L * blockSize, 96);
        String magic = text(raw, 0, 4);
        String serial = text(raw, 4, 6).strip();
        return switch (magic) {
            case "LNX1" -> single(serial, linuxBlocks(raw, disk, blockSize), blockSize);
            case "CMS1" -> single(serial, Integer.toUnsignedLong(raw.getInt(16 + 12)), blockSize);
            case "VOL1" -> {
                notes.doubt("a mainframe disk with a VTOC, which is not read");
                yield new FoundTable(TableKind.DASD, Certainty.DOUBTFUL, blockSize, serial, List.of());
            }
            default -> null;
        };
    }

    private static long linuxBlocks(ByteBuffer raw, Region disk, int blockSize) {
        boolean counted = Byte.toUnsignedInt(raw.get(0x4f)) == 0xf2;
        return counted ? raw.getLong(0x50) : disk.length() / blockSize;
    }

    private static @Nullable FoundTable single(String serial, long blocks, int blockSize) {
        if (blocks <= 3 || blocks > 1L << 40) {
            return null;
        }
        TableEntry one =
                new TableEntry(1, EntryRole.DATA, 3L * blockSize, blocks * blockSize, "0x0", "DASD", null, null, null);
        return new FoundTable(TableKind.DASD, Certainty.LIKELY, blockSize, serial, List.of(one));
    }

    // EBCDIC; a small runtime has no such charset.
    private static String text(ByteBuffer raw, int at, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = at; i < at + count; i++) {
            text.append(letter(Byte.toUnsignedInt(raw.get(i))));
        }
        return text.toString();
    }

    private static char letter(int code) {
        int low = code & 0xf;
        return switch (code >> 4) {
            case 0xc -> low >= 1 && low <= 9 ? (char) ('A' + low - 1) : '?';
            case 0xd -> low >= 1 && low <= 9 ? (char) ('J' + low - 1) : '?';
            case 0xe -> low >= 2 && low <= 9 ? (char) ('S' + low - 2) : '?';
            case 0xf -> low <= 9 ? (char) ('0' + low) : '?';
            default -> code == 0x40 ? ' ' : '?';
        };
    }
}
