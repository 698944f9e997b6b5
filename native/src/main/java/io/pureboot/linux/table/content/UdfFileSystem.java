package io.pureboot.linux.table.content;

import io.pureboot.linux.table.bytes.Notes;
import io.pureboot.linux.table.bytes.Region;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** UDF: an NSR descriptor among the first volume descriptors, an anchor at block 256 or at the end. */
final class UdfFileSystem {
    private static final int[] BLOCK_SIZES = {2048, 512, 4096, 1024};
    private static final int ANCHOR = 2;
    private static final int PRIMARY = 1;
    private static final int LOGICAL = 6;

    private UdfFileSystem() {}

    static @Nullable Content read(Region region, Notes notes) throws IOException {
        if (!described(region)) {
            return null;
        }
        for (int blockSize : BLOCK_SIZES) {
            for (long at : new long[] {256L * blockSize, region.length() - blockSize, 512L * blockSize}) {
                Content content = notes.detail(() -> atAnchor(region, at, blockSize));
                if (content != null) {
                    return content;
                }
            }
        }
        return Content.of("udf", Content.Nature.OPTICAL, null, null);
    }

    private static boolean described(Region region) throws IOException {
        for (long step : new long[] {2048, 4096}) {
            for (long at = 32768; at < 32768 + 64 * step && region.length() >= at + 6; at += step) {
                String id = new String(region.bytes(at + 1, 5), StandardCharsets.ISO_8859_1);
                if (id.startsWith("NSR0")) {
                    return true;
                }
                if (!id.equals("CD001") && !id.equals("BEA01") && !id.equals("TEA01") && !id.equals("BOOT2")) {
                    break;
                }
            }
        }
        return false;
    }

    private static @Nullable Content atAnchor(Region region, long at, int blockSize) throws IOException {
        if (at < 0 || at + 512 > Math.min(region.length(), region.image().size() - region.start())) {
            return null;
        }
        ByteBuffer anchor = region.little(at, 32);
        if (anchor.getShort(0) != ANCHOR || Integer.toUnsignedLong(anchor.getInt(12)) * blockSize != at) {
            return null;
        }
        long first = Integer.toUnsignedLong(anchor.getInt(20)) * blockSize;
        int count = (int) Math.min(64, Integer.toUnsignedLong(anchor.getInt(16)) / blockSize);
        String label = null;
        String uuid = null;
        for (int i = 0; i < count && first + (long) (i + 1) * blockSize <= region.length(); i++) {
            ByteBuffer raw = region.little(first + (long) i * blockSize, 512);
            if (raw.getShort(0) == PRIMARY) {
                uuid = uuid(string(raw, 72, 128));
            } else if (raw.getShort(0) == LOGICAL) {
                label = string(raw, 84, 128);
            }
        }
        return Content.of("udf", Content.Nature.OPTICAL, label, uuid);
    }

    // OSTA compressed Unicode: one byte says 8 or 16 bits, the last byte the length.
    private static @Nullable String string(ByteBuffer raw, int at, int room) {
        int length = Math.min(Byte.toUnsignedInt(raw.get(at + room - 1)), room - 1);
        if (length < 2) {
            return null;
        }
        return switch (raw.get(at)) {
            case 8 -> Text.text(raw, at + 1, length - 1, StandardCharsets.ISO_8859_1);
            case 16 -> Text.text(raw, at + 1, length - 1, StandardCharsets.UTF_16BE);
            default -> null;
        };
    }

    // As blkid makes it of the volume set's name: 16 hexadecimal digits, or the bytes where they are none.
    private static @Nullable String uuid(@Nullable String set) {
        if (set == null || set.getBytes(StandardCharsets.UTF_8).length < 8) {
            return null;
        }
        byte[] bytes = set.getBytes(StandardCharsets.UTF_8);
        int digits = 0;
        while (digits < Math.min(16, bytes.length) && HexFormat.isHexDigit(bytes[digits])) {
            digits++;
        }
        if (digits < 8) {
            return HexFormat.of().formatHex(bytes, 0, 8);
        }
        String start = set.substring(0, 8).toLowerCase(Locale.ROOT);
        if (digits < 16) {
            return start + HexFormat.of().formatHex(bytes, 8, Math.min(12, bytes.length));
        }
        return set.substring(0, 16).toLowerCase(Locale.ROOT);
    }
}
