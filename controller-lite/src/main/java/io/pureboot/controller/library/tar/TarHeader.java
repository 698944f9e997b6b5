package io.pureboot.controller.library.tar;

import java.util.Arrays;

/** A 512-byte header block: fields as raw bytes and numbers, octal or base 256. */
record TarHeader(byte[] block, long position) {
    private static final int CHECKSUM = 148;

    boolean isZero() {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    // Some old tars summed signed bytes.
    boolean checksumFits() {
        int unsigned = 0;
        int signed = 0;
        for (int i = 0; i < block.length; i++) {
            byte b = i >= CHECKSUM && i < CHECKSUM + 8 ? (byte) ' ' : block[i];
            unsigned += Byte.toUnsignedInt(b);
            signed += b;
        }
        long stored;
        try {
            stored = number(CHECKSUM, 8);
        } catch (DamagedTarException e) {
            return false;
        }
        return stored == unsigned || stored == signed;
    }

    char type() {
        return (char) Byte.toUnsignedInt(block[156]);
    }

    long size() throws DamagedTarException {
        return number(124, 12);
    }

    byte[] name() {
        byte[] name = text(0, 100);
        byte[] prefix = isPosix() ? text(345, 155) : new byte[0];
        if (prefix.length == 0) {
            return name;
        }
        byte[] whole = Arrays.copyOf(prefix, prefix.length + 1 + name.length);
        whole[prefix.length] = '/';
        System.arraycopy(name, 0, whole, prefix.length + 1, name.length);
        return whole;
    }

    byte[] linkName() {
        return text(157, 100);
    }

    // The prefix field belongs to "ustar\0"; GNU's own magic ends in blanks and uses that room otherwise.
    private boolean isPosix() {
        return block[257] == 'u' && block[261] == 'r' && block[262] == 0;
    }

    byte[] text(int at, int room) {
        int end = at;
        while (end < at + room && block[end] != 0) {
            end++;
        }
        return Arrays.copyOfRange(block, at, end);
    }

    /** A number that is not negative. */
    long number(int at, int room) throws DamagedTarException {
        int first = Byte.toUnsignedInt(block[at]);
        return first >= 0x80 ? base256(at, room) : octal(at, room);
    }

    private long base256(int at, int room) throws DamagedTarException {
        long value = block[at] & 0x7f;
        for (int i = at + 1; i < at + room; i++) {
            if (value >>> 55 != 0) {
                throw new DamagedTarException(position, "a number is too large or negative");
            }
            value = value << 8 | Byte.toUnsignedInt(block[i]);
        }
        return value;
    }

    private long octal(int at, int room) throws DamagedTarException {
        int i = at;
        while (i < at + room && (block[i] == ' ' || block[i] == 0)) {
            i++;
        }
        long value = 0;
        for (; i < at + room && block[i] != ' ' && block[i] != 0; i++) {
            if (block[i] < '0' || block[i] > '7') {
                throw new DamagedTarException(position, "a number is not octal");
            }
            value = value << 3 | (block[i] - '0');
        }
        return value;
    }
}
