package io.pureboot.linux.table.content;

import org.jspecify.annotations.Nullable;

/**
 * What a partition or a whole disk holds.
 *
 * @param type name as blkid gives it: {@code ext4}, {@code vfat}, {@code LVM2_member}, …
 * @param version finer kind, such as {@code fat32}, or null
 * @param label its own label, or null
 * @param uuid its own identity, or null
 */
public record Content(
        String type,
        Nature nature,
        @Nullable String version,
        @Nullable String label,
        @Nullable String uuid) {

    /** What kind of thing it is. */
    public enum Nature {
        FILE_SYSTEM,
        /** A file system of an optical disc, which may carry a partition table besides. */
        OPTICAL,
        SWAP,
        /** A physical volume: the logical volumes are listed apart. */
        VOLUME_GROUP,
        /** A whole copy of an array: what it holds is read as if it were a plain disk. */
        MIRROR,
        /** Encrypted, striped or pooled: what is in it cannot be read from here. */
        OPAQUE,
        /** A file format that holds a disk image, not a disk image. */
        CONTAINER
    }

    public static Content of(String type, Nature nature, @Nullable String label, @Nullable String uuid) {
        return new Content(type, nature, null, blankToNull(label), uuid);
    }

    public static Content fileSystem(String type, @Nullable String label, @Nullable String uuid) {
        return of(type, Nature.FILE_SYSTEM, label, uuid);
    }

    public Content version(String newVersion) {
        return new Content(type, nature, newVersion, label, uuid);
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
