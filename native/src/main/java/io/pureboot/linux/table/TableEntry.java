package io.pureboot.linux.table;

import io.pureboot.linux.table.content.Content;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a partition table. Bytes from the start of the image.
 *
 * @param number as the kernel counts: logical partitions of an MBR from 5
 * @param end first byte after it; may lie outside a truncated image
 * @param typeId the table's own type: {@code 0x83}, a GUID in lower case, {@code Apple_HFS}
 * @param typeName the type in words, {@code unknown} when it is not known
 * @param name the entry's own name, or null
 * @param uuid the entry's identity, or null
 * @param content what is in it, or null when nothing was recognised
 */
public record TableEntry(
        int number,
        EntryRole role,
        long start,
        long end,
        String typeId,
        String typeName,
        @Nullable String name,
        @Nullable String uuid,
        @Nullable Content content) {

    public TableEntry with(@Nullable Content newContent) {
        return new TableEntry(number, role, start, end, typeId, typeName, name, uuid, newContent);
    }

    public boolean isPartition() {
        return role == EntryRole.DATA;
    }

    public long size() {
        return end - start;
    }

    /** Whether both have bytes in common. */
    public boolean overlaps(TableEntry other) {
        return start < other.end && other.start < end;
    }
}
