package io.pureboot.linux.table.content;

import io.pureboot.linux.table.bytes.Region;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A device of a ZFS pool: four labels of 256 KiB, two at each end, each with a ring of uberblocks. */
final class ZfsMember {
    private static final int LABEL = 256 << 10;
    private static final int RING = 128 << 10;
    private static final long MAGIC = 0x00bab10cL;
    private static final int PAIRS = 16 << 10;

    private ZfsMember() {}

    static @Nullable Content read(Region region) throws IOException {
        long end = region.length() / LABEL * LABEL;
        for (long label : new long[] {0, LABEL, end - 2 * LABEL, end - LABEL}) {
            if (label >= 0 && label + LABEL <= region.length() && uberblocks(region, label) > 1) {
                ByteBuffer pairs = region.big(label + PAIRS, 4096);
                return Content.of("zfs_member", Content.Nature.OPAQUE, name(pairs), guid(pairs));
            }
        }
        return null;
    }

    private static int uberblocks(Region region, long label) throws IOException {
        int found = 0;
        for (int at = 0; at < 16 << 10; at += 1024) {
            long magic = region.little(label + RING + at, 8).getLong(0);
            found += magic == MAGIC || Long.reverseBytes(magic) == MAGIC ? 1 : 0;
        }
        return found;
    }

    // Name and value are XDR: a length, the text padded to four, the type, the count, the value.
    private static int valueOf(ByteBuffer pairs, String name) {
        byte[] wanted = name.getBytes(StandardCharsets.US_ASCII);
        for (int at = 12; at + wanted.length + 32 < pairs.limit(); at += 4) {
            if (pairs.getInt(at) == wanted.length
                    && name.equals(Text.text(pairs, at + 4, wanted.length, StandardCharsets.ISO_8859_1))) {
                return at + 4 + (wanted.length + 3) / 4 * 4 + 8;
            }
        }
        return -1;
    }

    private static @Nullable String name(ByteBuffer pairs) {
        int at = valueOf(pairs.order(ByteOrder.BIG_ENDIAN), "name");
        if (at < 0) {
            return null;
        }
        int length = pairs.getInt(at);
        return length > 0 && length <= 256 && at + 4 + length <= pairs.limit()
                ? Text.utf8(pairs, at + 4, length)
                : null;
    }

    private static @Nullable String guid(ByteBuffer pairs) {
        int at = valueOf(pairs.order(ByteOrder.BIG_ENDIAN), "pool_guid");
        return at < 0 ? null : Long.toUnsignedString(pairs.getLong(at));
    }
}
