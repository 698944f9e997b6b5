package io.pureboot.linux.table;

import io.pureboot.linux.table.bytes.Notes;
import io.pureboot.linux.table.bytes.Region;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The entries a GPT header points to.
 *
 * @param sound the array's checksum is right
 */
record GptArray(boolean sound, List<TableEntry> entries) {
    private static final int SMALLEST_ENTRY = 128;
    private static final int LARGEST = 1 << 20;
    /** Sectors; far beyond any disk, and times 4096 still a long. */
    private static final long LAST_LBA = 1L << 50;

    GptArray {
        entries = List.copyOf(entries);
    }

    /** Null when the header's idea of the array is absurd. */
    static @Nullable GptArray read(Region disk, GptHeader header, Notes notes) throws IOException {
        long bytes = header.entryCount() * header.entrySize();
        boolean sane = header.entrySize() >= SMALLEST_ENTRY
                && header.entrySize() % 8 == 0
                && header.entrySize() <= 4096
                && header.entryCount() > 0
                && header.entryCount() <= LARGEST
                && bytes <= LARGEST
                && header.arrayLba() > 0
                && header.arrayLba() < LAST_LBA;
        if (!sane) {
            return null;
        }
        byte[] raw = disk.bytes(header.arrayLba() * header.sectorSize(), (int) bytes);
        return new GptArray(GptHeader.crc(raw) == header.arrayCrc(), entries(raw, header, notes));
    }

    private static List<TableEntry> entries(byte[] raw, GptHeader header, Notes notes) {
        ByteBuffer all = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
        List<TableEntry> entries = new ArrayList<>();
        for (int i = 0; i < header.entryCount(); i++) {
            ByteBuffer one =
                    all.slice((int) (i * header.entrySize()), SMALLEST_ENTRY).order(ByteOrder.LITTLE_ENDIAN);
            String type = Guid.at(one, 0);
            if (type.equals(Guid.ZERO)) {
                continue;
            }
            long first = one.getLong(32);
            long last = one.getLong(40);
            if (first < 0 || last < first || last > LAST_LBA) {
                notes.doubt("GPT entry %d has an impossible place: sectors %d to %d".formatted(i + 1, first, last));
                continue;
            }
            entries.add(new TableEntry(
                    i + 1,
                    EntryRole.DATA,
                    first * header.sectorSize(),
                    (last + 1) * header.sectorSize(),
                    type,
                    PartitionTypes.ofGuid(type),
                    name(one),
                    Guid.at(one, 16),
                    null));
        }
        return entries;
    }

    private static @Nullable String name(ByteBuffer entry) {
        byte[] raw = new byte[72];
        entry.get(56, raw);
        String text = new String(raw, StandardCharsets.UTF_16LE);
        int end = text.indexOf('\0');
        String name = end < 0 ? text : text.substring(0, end);
        return name.isEmpty() ? null : name;
    }
}
