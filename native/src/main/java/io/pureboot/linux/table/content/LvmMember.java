package io.pureboot.linux.table.content;

import io.pureboot.linux.table.bytes.Region;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A physical volume of LVM: its label is in one of the first four sectors. */
public final class LvmMember {
    private static final int[] GROUPS = {0, 6, 10, 14, 18, 22, 26, 32};

    private LvmMember() {}

    static @Nullable Content read(Region region) throws IOException {
        long label = labelAt(region);
        if (label < 0) {
            return region.has(0, "HM\1\0") || region.has(0, "HM\2\0")
                    ? Content.of("LVM1_member", Content.Nature.OPAQUE, null, null)
                    : null;
        }
        ByteBuffer raw = region.little(label, 64);
        long header = label + Math.clamp(Integer.toUnsignedLong(raw.getInt(20)), 32, 480);
        return Content.of("LVM2_member", Content.Nature.VOLUME_GROUP, null, uuid(region.little(header, 32)));
    }

    /** Where the label sector is, or -1. */
    public static long labelAt(Region region) throws IOException {
        for (long at = 0; at < 2048; at += 512) {
            if (region.has(at, "LABELONE") && region.has(at + 24, "LVM2 001")) {
                return at;
            }
        }
        return -1;
    }

    private static String uuid(ByteBuffer raw) {
        String plain = Text.utf8(raw, 0, 32);
        if (plain == null || plain.length() != 32) {
            return "";
        }
        StringBuilder uuid = new StringBuilder();
        for (int i = 0; i + 1 < GROUPS.length; i++) {
            uuid.append(i == 0 ? "" : "-").append(plain, GROUPS[i], GROUPS[i + 1]);
        }
        return uuid.toString();
    }
}
