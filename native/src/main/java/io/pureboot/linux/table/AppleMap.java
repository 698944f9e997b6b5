package io.pureboot.linux.table;

import io.pureboot.linux.table.bytes.Notes;
import io.pureboot.linux.table.bytes.Region;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The Apple partition map. Its block size is not always the one the driver record says: optical discs have both. */
final class AppleMap {
    private static final int MOST = 512;
    private static final Charset NAMES = StandardCharsets.ISO_8859_1;

    private final Region disk;
    private final Notes notes;

    AppleMap(Region disk, Notes notes) {
        this.disk = disk;
        this.notes = notes;
    }

    /** The map with the most partitions among the block sizes it may have; null when there is none. */
    @Nullable
    FoundTable read() {
        FoundTable best = null;
        for (int blockSize : blockSizes()) {
            FoundTable found = notes.attempt("an Apple partition map of " + blockSize, () -> parse(blockSize));
            if (found != null && (best == null || found.partitionCount() > best.partitionCount())) {
                best = found;
            }
        }
        return best;
    }

    private List<Integer> blockSizes() {
        Integer said = notes.attempt("the first sector", () -> {
            ByteBuffer record = disk.big(0, 4);
            return record.getShort(0) == 0x4552 ? Short.toUnsignedInt(record.getShort(2)) : -1;
        });
        if (said == null) {
            return List.of();
        }
        List<Integer> sizes = new ArrayList<>(List.of(512, 2048));
        if (said >= 512 && said <= 4096 && !sizes.contains(said)) {
            sizes.add(said);
        }
        return sizes;
    }

    private @Nullable FoundTable parse(int blockSize) throws IOException {
        if (disk.length() < 2L * blockSize || disk.big(blockSize, 2).getShort(0) != 0x504d) {
            return null;
        }
        long count = Integer.toUnsignedLong(disk.big(blockSize, 8).getInt(4));
        if (count == 0 || count > MOST) {
            notes.doubt("an Apple partition map says it has %d entries".formatted(count));
            return null;
        }
        List<TableEntry> entries = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            ByteBuffer raw = disk.big((long) i * blockSize, 512);
            if (raw.getShort(0) != 0x504d) {
                notes.doubt("entry %d of the Apple partition map is damaged".formatted(i));
                break;
            }
            entries.add(entry(i, raw, blockSize));
        }
        return new FoundTable(TableKind.APM, Certainty.LIKELY, blockSize, null, entries);
    }

    private static TableEntry entry(int number, ByteBuffer raw, int blockSize) {
        long first = Integer.toUnsignedLong(raw.getInt(8));
        long count = Integer.toUnsignedLong(raw.getInt(12));
        String type = text(raw, 48);
        return new TableEntry(
                number,
                role(type),
                first * blockSize,
                (first + count) * blockSize,
                type,
                type.replace('_', ' '),
                text(raw, 16).isEmpty() ? null : text(raw, 16),
                null,
                null);
    }

    private static EntryRole role(String type) {
        return switch (type) {
            case "Apple_partition_map" -> EntryRole.MAP;
            case "Apple_Free", "Apple_Void", "Apple_Extra" -> EntryRole.FREE;
            default -> EntryRole.DATA;
        };
    }

    private static String text(ByteBuffer raw, int at) {
        byte[] bytes = new byte[32];
        raw.get(at, bytes);
        String text = new String(bytes, NAMES);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }
}
