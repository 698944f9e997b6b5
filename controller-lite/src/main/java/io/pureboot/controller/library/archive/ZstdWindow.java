package io.pureboot.controller.library.archive;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The memory a zstd frame asks for, as its header says. */
final class ZstdWindow {
    static final int HEADER = 18;

    private static final int MAGIC = 0xfd2fb528;

    /** Frames that are passed over have a magic number of which the last four bits are free. */
    private static final int SKIPPED = 0x184d2a50;

    private ZstdWindow() {}

    /** Whether a frame begins there. */
    static boolean isZstd(byte[] start) {
        if (start.length < Integer.BYTES) {
            return false;
        }
        int magic = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getInt(0);
        return magic == MAGIC || (magic & ~0xf) == SKIPPED;
    }

    /** Bytes of history; 0 when {@code start} does not begin with a frame. */
    static long bytes(byte[] start) {
        ByteBuffer raw = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN);
        if (start.length < HEADER || raw.getInt(0) != MAGIC) {
            return 0;
        }
        int descriptor = Byte.toUnsignedInt(raw.get(4));
        boolean single = (descriptor & 0x20) != 0;
        if (!single) {
            int window = Byte.toUnsignedInt(raw.get(5));
            long base = 1L << 10 + (window >> 3);
            return base + base / 8 * (window & 7);
        }
        int at = 5 + new int[] {0, 1, 2, 4}[descriptor & 3];
        return switch (descriptor >> 6) {
            case 0 -> Byte.toUnsignedInt(raw.get(at));
            case 1 -> Short.toUnsignedInt(raw.getShort(at)) + 256L;
            case 2 -> Integer.toUnsignedLong(raw.getInt(at));
            default -> raw.getLong(at) < 0 ? Long.MAX_VALUE : raw.getLong(at);
        };
    }
}
