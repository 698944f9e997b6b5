package io.pureboot.linux.table.content;

import io.pureboot.linux.table.bytes.Region;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** ISO 9660, with the label of a Joliet tree when there is one, and High Sierra. */
public final class IsoFileSystem {
    private static final int SECTOR = 2048;
    public static final int DESCRIPTORS = 16 * SECTOR;

    private IsoFileSystem() {}

    static @Nullable Content read(Region region) throws IOException {
        if (region.has(DESCRIPTORS + 9, "CDROM")) {
            return Content.of("iso9660", Content.Nature.OPTICAL, null, null).version("High Sierra");
        }
        if (!region.has(DESCRIPTORS, "\1CD001") && !region.has(DESCRIPTORS, "\0CD001")) {
            return null;
        }
        String label = null;
        String uuid = null;
        for (int at = DESCRIPTORS; at < DESCRIPTORS + 16 * SECTOR && region.has(at + 1, "CD001"); at += SECTOR) {
            ByteBuffer raw = region.big(at, SECTOR);
            int type = Byte.toUnsignedInt(raw.get(0));
            if (type == 255) {
                break;
            }
            if (type == 1 && uuid == null) {
                String primary = Text.text(raw, 40, 32, StandardCharsets.ISO_8859_1);
                label = label == null ? primary : label;
                uuid = date(raw, 830);
                uuid = uuid == null ? date(raw, 813) : uuid;
            } else if (type == 2 && raw.get(88) == 0x25 && raw.get(89) == 0x2f) {
                String joliet = Text.text(raw, 40, 32, StandardCharsets.UTF_16BE);
                label = joliet == null || label != null && cut(label, joliet) ? label : joliet;
            }
        }
        return Content.of("iso9660", Content.Nature.OPTICAL, label, uuid);
    }

    // Joliet labels are at most 16 characters: the longer plain one is better when it is the same name.
    private static boolean cut(String plain, String joliet) {
        return plain.length() > joliet.length() && plain.regionMatches(true, 0, joliet, 0, joliet.length());
    }

    /** Bytes that the first session's volume descriptor claims. */
    public static long volumeSize(Region region) throws IOException {
        return Integer.toUnsignedLong(region.little(DESCRIPTORS + 80, 4).getInt(0)) * SECTOR;
    }

    private static @Nullable String date(ByteBuffer raw, int at) {
        String digits = Text.text(raw, at, 16, StandardCharsets.ISO_8859_1);
        if (digits == null || digits.length() < 16 || digits.chars().allMatch(c -> c == '0')) {
            return null;
        }
        StringBuilder date = new StringBuilder(digits.substring(0, 4));
        for (int i = 4; i < 16; i += 2) {
            date.append('-').append(digits, i, i + 2);
        }
        return date.toString();
    }
}
