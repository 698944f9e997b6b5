package io.pureboot.controller.library.read;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What NTFS's own tables say and no list shows: files whose stored bytes are not their content, and whether the log
 * was replayed.
 */
final class NtfsTable {
    private static final int MAGIC = 0x454c4946;
    private static final int RESTART_MAGIC = 0x52545352;
    private static final int STRIDE = 512;
    private static final int LEAST_RECORD = 512;
    private static final int LARGEST_RECORD = 64 << 10;
    private static final int STANDARD_INFORMATION = 0x10;
    private static final int DATA = 0x80;
    private static final int REPARSE_POINT = 0xc0;
    private static final int ENCRYPTED = 0x4000;
    private static final int OFFLINE = 0x1000 | 0x400000;
    private static final int END = -1;
    private static final int LOG_PAGE = 4096;
    private static final Set<Integer> LINKS = Set.of(0xa000000c, 0xa000001d);
    private static final Map<Integer, String> ELSEWHERE = Map.of(
            0x80000017, "it is compressed by Windows (WOF): what is stored under its name are zeros",
            0x80000013, "it is deduplicated by Windows: what is stored under its name are zeros",
            0x80000007, "it is a link to a single-instance store: what is stored under its name is not its content",
            0x80000018, "it lies in another layer of a container: what is stored under its name is not its content",
            0xc0000004, "it is moved to other storage: what is stored under its name is not its content");

    private final Map<Long, String> notStored = new HashMap<>();
    private final Set<Long> symbolicLinks = new HashSet<>();

    private NtfsTable() {}

    /**
     * Reads a master file table.
     *
     * @param recordSize bytes
     */
    static NtfsTable read(InputStream table, int recordSize) throws IOException {
        if (recordSize < LEAST_RECORD || recordSize > LARGEST_RECORD || recordSize % STRIDE != 0) {
            throw new IOException("its file records have %d bytes".formatted(recordSize));
        }
        NtfsTable read = new NtfsTable();
        byte[] bytes = new byte[recordSize];
        for (long number = 0; table.readNBytes(bytes, 0, recordSize) == recordSize; number++) {
            ByteBuffer record = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            if (record.getInt(0) == MAGIC && (record.getShort(22) & 1) != 0 && restore(record)) {
                read.take(number, record);
            }
        }
        return read;
    }

    /** By number of the file, why what is stored is not its content. */
    Map<Long, String> notStored() {
        return notStored;
    }

    Set<Long> symbolicLinks() {
        return symbolicLinks;
    }

    // The last two bytes of each stride are kept in the head of the record.
    private static boolean restore(ByteBuffer record) {
        int at = Short.toUnsignedInt(record.getShort(4));
        int count = Short.toUnsignedInt(record.getShort(6));
        if ((count - 1) * STRIDE > record.limit() || at + 2 * count > record.limit()) {
            return false;
        }
        for (int i = 1; i < count; i++) {
            record.putShort(i * STRIDE - 2, record.getShort(at + 2 * i));
        }
        return true;
    }

    private void take(long number, ByteBuffer record) {
        long base = record.getLong(32) & 0xffff_ffff_ffffL;
        long file = base == 0 ? number : base;
        int at = Short.toUnsignedInt(record.getShort(20));
        while (at + 24 <= record.limit() && record.getInt(at) != END) {
            int length = record.getInt(at + 4);
            if (length < 24 || length > record.limit() - at) {
                return;
            }
            takeAttribute(file, record.slice(at, length).order(ByteOrder.LITTLE_ENDIAN));
            at += length;
        }
    }

    private void takeAttribute(long file, ByteBuffer attribute) {
        boolean resident = attribute.get(8) == 0;
        int content = Short.toUnsignedInt(attribute.getShort(20));
        switch (attribute.getInt(0)) {
            case STANDARD_INFORMATION -> {
                if (resident && content + 36 <= attribute.limit() && (attribute.getInt(content + 32) & OFFLINE) != 0) {
                    notStored.putIfAbsent(file, "it is offline: what is stored under its name is not its content");
                }
            }
            case DATA -> {
                if ((attribute.getShort(12) & ENCRYPTED) != 0) {
                    notStored.put(file, "it is encrypted (EFS): what is stored is not its content");
                }
            }
            case REPARSE_POINT -> {
                if (resident && content + 4 <= attribute.limit()) {
                    reparse(file, attribute.getInt(content));
                }
            }
            default -> {}
        }
    }

    private void reparse(long file, int tag) {
        String why = ELSEWHERE.get(tag);
        if (why != null) {
            notStored.put(file, why);
        } else if (LINKS.contains(tag)) {
            symbolicLinks.add(file);
        }
    }

    /** Whether {@code $VOLUME_INFORMATION} says that the volume was not unmounted. */
    static boolean isDirty(byte[] information) {
        return information.length > 10 && (information[10] & 1) != 0;
    }

    /**
     * Whether {@code $LogFile} holds what is not yet in the volume.
     *
     * @param start its first two pages
     */
    static boolean hasLog(byte[] start) {
        ByteBuffer pages = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN);
        long newest = -1;
        boolean open = false;
        for (int page : List.of(0, LOG_PAGE)) {
            if (page + LOG_PAGE > pages.limit() || pages.getInt(page) != RESTART_MAGIC) {
                continue;
            }
            int area = page + Short.toUnsignedInt(pages.getShort(page + 24));
            if (area + 16 > page + LOG_PAGE || pages.getLong(area) <= newest) {
                continue;
            }
            newest = pages.getLong(area);
            open = pages.getShort(area + 12) != -1 && (pages.getShort(area + 14) & 2) == 0;
        }
        return open;
    }
}
