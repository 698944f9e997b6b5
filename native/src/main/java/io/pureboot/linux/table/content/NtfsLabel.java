package io.pureboot.linux.table.content;

import io.pureboot.linux.table.bytes.Region;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The volume name of an NTFS: an attribute of the fourth record of the master file table. */
final class NtfsLabel {
    private static final int VOLUME_RECORD = 3;
    private static final int VOLUME_NAME = 0x60;

    private NtfsLabel() {}

    static @Nullable String read(Region region, ByteBuffer boot) throws IOException {
        long sectorSize = Short.toUnsignedInt(boot.getShort(11));
        long clusterSize = size(boot.get(13), sectorSize);
        long recordSize = size(boot.get(64), clusterSize);
        long table = boot.getLong(48);
        boolean sane = clusterSize > 0
                && clusterSize <= 2 << 20
                && recordSize >= 512
                && recordSize <= 4096
                && table > 0
                && table < region.length() / clusterSize;
        long at = sane ? table * clusterSize + VOLUME_RECORD * recordSize : -1;
        if (!sane || at + recordSize > region.length() || !region.has(at, "FILE")) {
            return null;
        }
        return name(region.little(at, (int) recordSize));
    }

    // Counts above 128 are powers of two, negated.
    private static long size(byte count, long unit) {
        return count >= 0 ? count * unit : -count < 31 ? 1L << -count : 0;
    }

    private static @Nullable String name(ByteBuffer record) {
        int at = Short.toUnsignedInt(record.getShort(20));
        while (at + 24 <= record.limit()) {
            int type = record.getInt(at);
            int length = record.getInt(at + 4);
            if (type == VOLUME_NAME) {
                int count = record.getInt(at + 16);
                int from = at + Short.toUnsignedInt(record.getShort(at + 20));
                boolean inside = count >= 0 && count <= 512 && from + count <= record.limit();
                return inside ? Text.text(record, from, count, StandardCharsets.UTF_16LE) : null;
            }
            if (type == -1 || length < 24 || length > record.limit()) {
                return null;
            }
            at += length;
        }
        return null;
    }
}
