package io.pureboot.node.disk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The used entries of a GPT. */
final class GptEntries {
    private static final UUID UNUSED = new UUID(0, 0);

    private GptEntries() {}

    static List<TableEntry> of(GptHeader header, int sector) {
        List<TableEntry> entries = new ArrayList<>();
        for (int i = 0; i < header.entryCount(); i++) {
            ByteBuffer entry = header.entries()
                    .slice(i * header.entrySize(), header.entrySize())
                    .order(ByteOrder.LITTLE_ENDIAN);
            UUID type = guid(entry, 0);
            long first = entry.getLong(32);
            long last = entry.getLong(40);
            if (!type.equals(UNUSED) && first >= 0 && last >= first && last < Long.MAX_VALUE / sector) {
                entries.add(new TableEntry(
                        i + 1,
                        first * sector,
                        (last - first + 1) * sector,
                        PartitionTypes.ofGuid(type.toString()),
                        type.toString(),
                        guid(entry, 16).toString(),
                        name(entry),
                        PartitionTypes.guidFlags(type.toString(), entry.getLong(48))));
            }
        }
        return entries;
    }

    /** The first three parts of a GUID are little endian on disk, the rest is bytes in order. */
    private static UUID guid(ByteBuffer entry, int at) {
        long high = Integer.toUnsignedLong(entry.getInt(at)) << 32
                | Short.toUnsignedLong(entry.getShort(at + 4)) << 16
                | Short.toUnsignedLong(entry.getShort(at + 6));
        return new UUID(high, Long.reverseBytes(entry.getLong(at + 8)));
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
