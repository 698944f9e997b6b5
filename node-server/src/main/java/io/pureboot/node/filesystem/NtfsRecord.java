package io.pureboot.node.filesystem;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** One of the first records of an NTFS master file table, its update sequence checked and undone. */
final class NtfsRecord {
    private static final int FILE = 0x454c4946;
    private static final int BLOCK = 512;
    private static final int LIST = 0x20;
    private static final int END = -1;
    private final ByteBuffer bytes;

    private NtfsRecord(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    static NtfsRecord read(Window window, NtfsBoot boot, int number) throws IOException {
        ByteBuffer bytes = window.read(boot.mftStart() + (long) number * boot.recordSize(), boot.recordSize());
        if (bytes.getInt(0) != FILE || (bytes.getShort(22) & 1) == 0) {
            throw new IOException("Record " + number + " of the NTFS master file table is damaged.");
        }
        int sequence = Short.toUnsignedInt(bytes.getShort(4));
        int count = Short.toUnsignedInt(bytes.getShort(6)) - 1;
        if (count * BLOCK != boot.recordSize() || sequence + 2 * (count + 1) > BLOCK) {
            throw new IOException("Record " + number + " of the NTFS master file table is damaged.");
        }
        short mark = bytes.getShort(sequence);
        for (int i = 0; i < count; i++) {
            int at = (i + 1) * BLOCK - 2;
            if (bytes.getShort(at) != mark) {
                throw new IOException("Record " + number + " of the NTFS master file table was half written.");
            }
            bytes.putShort(at, bytes.getShort(sequence + 2 * (i + 1)));
        }
        return new NtfsRecord(bytes);
    }

    /** The first unnamed attribute of that type, from its header on; null when there is none. */
    @Nullable
    ByteBuffer attribute(int type) throws IOException {
        int at = Short.toUnsignedInt(bytes.getShort(20));
        while (at >= 0 && at + 24 <= bytes.limit() && bytes.getInt(at) != END) {
            int length = bytes.getInt(at + 4);
            if (length < 24 || length > bytes.limit() - at) {
                break;
            }
            if (bytes.getInt(at) == LIST) {
                throw new IOException("A system file of the NTFS file system is spread over several records.");
            }
            if (bytes.getInt(at) == type && bytes.get(at + 9) == 0) {
                return bytes.slice(at, length).order(bytes.order());
            }
            at += length;
        }
        return null;
    }
}
