package io.pureboot.controller.library.read.iso;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** An entry of a folder, as it is stored. */
final class IsoRecord {
    static final int LEAST = 34;
    private static final int NAME = 33;
    private static final int FOLDER = 0x02;
    private static final int ASSOCIATED = 0x04;
    private static final int GOES_ON = 0x80;

    private final ByteBuffer bytes;
    private final long position;

    private IsoRecord(ByteBuffer bytes, long position) {
        this.bytes = bytes;
        this.position = position;
    }

    /**
     * The record at {@code at} of a folder's bytes, or null when those there are none.
     *
     * @param folder where the folder's bytes begin in the image
     */
    static @Nullable IsoRecord of(byte[] records, int at, long folder) {
        int length = Byte.toUnsignedInt(records[at]);
        if (length < LEAST || at + length > records.length) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.wrap(records, at, length).slice().order(ByteOrder.LITTLE_ENDIAN);
        IsoRecord record = new IsoRecord(bytes, folder + at);
        return record.nameLength() == 0 || NAME + record.nameLength() > length ? null : record;
    }

    /** Of this record, in the image. */
    long position() {
        return position;
    }

    /** Where what it stands for begins, behind the attributes that may lie before it. */
    long block() {
        return Integer.toUnsignedLong(bytes.getInt(2)) + Byte.toUnsignedInt(bytes.get(1));
    }

    long size() {
        return Integer.toUnsignedLong(bytes.getInt(10));
    }

    /** The disc of a set it is on, from 1. */
    int volume() {
        return Short.toUnsignedInt(bytes.getShort(28));
    }

    boolean isFolder() {
        return (bytes.get(25) & FOLDER) != 0;
    }

    /** A second stream of the file of the same name: a resource fork. */
    boolean isAssociated() {
        return (bytes.get(25) & ASSOCIATED) != 0;
    }

    /** The next record is of the same file. */
    boolean goesOn() {
        return (bytes.get(25) & GOES_ON) != 0;
    }

    boolean isInterleaved() {
        return bytes.get(26) != 0 || bytes.get(27) != 0;
    }

    /** The folder itself, or the one above. */
    boolean isDots() {
        return nameLength() == 1 && Byte.toUnsignedInt(bytes.get(NAME)) <= 1;
    }

    byte[] name() {
        byte[] name = new byte[nameLength()];
        bytes.get(NAME, name);
        return name;
    }

    /** What lies behind the name, for extensions. */
    ByteBuffer systemUse() {
        int start = NAME + nameLength() + (nameLength() % 2 == 0 ? 1 : 0);
        int from = Math.min(start, bytes.limit());
        return bytes.slice(from, bytes.limit() - from).order(ByteOrder.LITTLE_ENDIAN);
    }

    long mtime() {
        return time(bytes, 18);
    }

    /** Seconds since 1970 of a date of seven bytes; 0 when it is none. */
    static long time(ByteBuffer bytes, int at) {
        try {
            return LocalDateTime.of(
                            1900 + Byte.toUnsignedInt(bytes.get(at)),
                            bytes.get(at + 1),
                            bytes.get(at + 2),
                            bytes.get(at + 3),
                            bytes.get(at + 4),
                            bytes.get(at + 5))
                    .minusMinutes(15L * bytes.get(at + 6))
                    .toEpochSecond(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return 0;
        }
    }

    private int nameLength() {
        return Byte.toUnsignedInt(bytes.get(32));
    }
}
