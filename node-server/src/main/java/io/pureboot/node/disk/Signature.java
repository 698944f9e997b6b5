package io.pureboot.node.disk;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What blkid recognised.
 *
 * @param filesystem this project's name of it (fat32, ext4, crypto_luks, …), null when nothing
 * @param ambiguous several signatures contradict each other
 */
record Signature(
        @Nullable String filesystem,
        @Nullable String uuid,
        @Nullable String label,
        boolean ambiguous) {
    static final Signature NONE = new Signature(null, null, null, false);
    static final Signature AMBIGUOUS = new Signature(null, null, null, true);

    /** Of {@code blkid -o udev}, whose _ENC values write odd characters as \xNN. */
    static Signature parse(String text) {
        Map<String, String> values = new HashMap<>();
        text.lines().forEach(line -> {
            int equals = line.indexOf('=');
            if (equals > 0) {
                values.put(line.substring(0, equals), line.substring(equals + 1));
            }
        });
        if (values.containsKey("ID_FS_AMBIVALENT")) {
            return AMBIGUOUS;
        }
        String type = values.get("ID_FS_TYPE");
        if (type == null) {
            return NONE;
        }
        return new Signature(
                name(type, values.getOrDefault("ID_FS_VERSION", "")),
                values.get("ID_FS_UUID"),
                decode(values.get("ID_FS_LABEL_ENC")),
                false);
    }

    private static String name(String type, String version) {
        String lower = type.toLowerCase(Locale.ROOT);
        return lower.equals("vfat") && version.startsWith("FAT") ? version.toLowerCase(Locale.ROOT) : lower;
    }

    private static @Nullable String decode(@Nullable String encoded) {
        if (encoded == null || encoded.isBlank()) {
            return null;
        }
        byte[] bytes = encoded.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\\' && i + 3 < bytes.length && bytes[i + 1] == 'x') {
                plain.write(Integer.parseInt(encodedHex(bytes, i + 2), 16));
                i += 3;
            } else {
                plain.write(bytes[i]);
            }
        }
        String text = plain.toString(StandardCharsets.UTF_8).strip();
        return text.isEmpty() ? null : text;
    }

    private static String encodedHex(byte[] bytes, int at) {
        return new String(bytes, at, 2, StandardCharsets.US_ASCII);
    }
}
