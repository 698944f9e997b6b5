package io.pureboot.linux.table;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** GUIDs as GPT stores them: the first three fields little-endian. */
final class Guid {
    static final String ZERO = "00000000-0000-0000-0000-000000000000";

    private Guid() {}

    static String at(ByteBuffer little, int offset) {
        byte[] tail = new byte[8];
        little.get(offset + 8, tail);
        String last = HexFormat.of().formatHex(tail);
        return "%08x-%04x-%04x-%s-%s"
                .formatted(
                        little.getInt(offset),
                        little.getShort(offset + 4),
                        little.getShort(offset + 6),
                        last.substring(0, 4),
                        last.substring(4));
    }
}
