package io.pureboot.linux.table;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** One of the four slots of a boot record; {@code first} and {@code count} in sectors. */
record MbrSlot(int slot, int flag, int type, long first, long count) {
    static final int PROTECTIVE = 0xee;

    /** The used slots of a 512-byte boot record. */
    static List<MbrSlot> used(ByteBuffer little) {
        List<MbrSlot> used = new ArrayList<>();
        for (int slot = 0; slot < 4; slot++) {
            MbrSlot one = at(little, slot);
            if (one.count > 0) {
                used.add(one);
            }
        }
        return used;
    }

    /** Whether all four flags are what a table has: anything else is boot code. */
    static boolean flagsFit(ByteBuffer little) {
        for (int slot = 0; slot < 4; slot++) {
            int flag = at(little, slot).flag;
            if (flag != 0 && flag != 0x80) {
                return false;
            }
        }
        return true;
    }

    static boolean signed(ByteBuffer little) {
        return little.getShort(510) == (short) 0xaa55;
    }

    private static MbrSlot at(ByteBuffer little, int slot) {
        int base = 446 + 16 * slot;
        return new MbrSlot(
                slot,
                Byte.toUnsignedInt(little.get(base)),
                Byte.toUnsignedInt(little.get(base + 4)),
                Integer.toUnsignedLong(little.getInt(base + 8)),
                Integer.toUnsignedLong(little.getInt(base + 12)));
    }

    boolean isExtended() {
        return type == 0x05 || type == 0x0f || type == 0x85;
    }

    long end() {
        return first + count;
    }
}
