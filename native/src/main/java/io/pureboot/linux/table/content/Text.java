package io.pureboot.linux.table.content;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Labels and identities as superblocks store them. */
final class Text {
    private Text() {}

    /** UTF-8 up to a NUL, without blanks at the end; null when empty. */
    static @Nullable String utf8(ByteBuffer raw, int at, int count) {
        return text(raw, at, count, StandardCharsets.UTF_8);
    }

    static @Nullable String text(ByteBuffer raw, int at, int count, Charset charset) {
        byte[] bytes = new byte[count];
        raw.get(at, bytes);
        String text = new String(bytes, charset);
        int end = text.indexOf('\0');
        String label = (end < 0 ? text : text.substring(0, end)).stripTrailing();
        return label.isEmpty() ? null : label;
    }

    /** 16 bytes in the usual notation; null when all are zero. */
    static @Nullable String uuid(ByteBuffer raw, int at) {
        byte[] bytes = new byte[16];
        raw.get(at, bytes);
        return uuid(bytes);
    }

    static @Nullable String uuid(byte[] bytes) {
        String hex = HexFormat.of().formatHex(bytes);
        if (hex.chars().allMatch(c -> c == '0')) {
            return null;
        }
        return String.join(
                "-",
                hex.substring(0, 8),
                hex.substring(8, 12),
                hex.substring(12, 16),
                hex.substring(16, 20),
                hex.substring(20));
    }

    static String hex(ByteBuffer raw, int at, int count) {
        byte[] bytes = new byte[count];
        raw.get(at, bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
