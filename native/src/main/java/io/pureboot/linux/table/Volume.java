package io.pureboot.linux.table;

import io.pureboot.linux.block.Extent;
import io.pureboot.linux.table.content.Content;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that is mounted like a partition but is no entry of the disk's table: a nested slice, a logical volume, a
 * volume of a container, a further session of a disc.
 *
 * @param kind {@code bsd}, {@code solaris}, {@code minix}, {@code lvm}, {@code apfs}, {@code md}, {@code session}
 * @param partition number of the partition it lies in, 0 for the whole disk
 * @param size bytes, -1 when unknown
 * @param extents where its bytes lie in the image, in order; empty when they do not plainly lie there
 * @param uuid its identity, or null
 * @param content what is in it, or null when nothing was recognised or looked for
 */
public record Volume(
        String kind,
        String name,
        int partition,
        long size,
        List<Extent> extents,
        @Nullable String uuid,
        @Nullable Content content) {

    public Volume {
        extents = List.copyOf(extents);
    }

    /** A volume in one piece. */
    static Volume at(String kind, String name, long start, long size) {
        return new Volume(kind, name, 0, size, List.of(new Extent(start, size)), null, null);
    }

    Volume in(int newPartition) {
        return new Volume(kind, name, newPartition, size, extents, uuid, content);
    }

    Volume with(@Nullable Content newContent) {
        return new Volume(kind, name, partition, size, extents, uuid, newContent);
    }
}
