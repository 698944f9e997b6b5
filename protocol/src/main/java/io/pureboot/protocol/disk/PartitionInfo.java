package io.pureboot.protocol.disk;

import io.pureboot.protocol.ByteSize;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One partition: the partition schema's fields and what a plan needs besides. Offsets and sizes in bytes from the
 * start of the disk; {@code endBytes} is exclusive.
 *
 * @param number number in the table; a file system on the whole disk is reported as partition 0
 * @param type from the table entry first ({@code efi}, {@code linux}, {@code swap}, {@code msdata}, {@code lvm},
 *     {@code raid}, {@code extended}, {@code bios_grub}, {@code msr}, …)
 * @param filesystem ext2, ext3, ext4, xfs, btrfs, ntfs, fat12, fat16, fat32, exfat, swap, crypto_luks, lvm2_member,
 *     linux_raid_member, zfs_member, bitlocker, … or null when nothing is recognised
 * @param label the file system's label, else the table entry's name, else null
 * @param name the table entry's own name (GPT), else null
 * @param usedBytes from the file system's own metadata, null when unknown
 * @param minSizeBytes the smallest size the file system can shrink to; null when unknown
 * @param canShrink whether the file system can be made smaller now
 * @param excuse why it cannot shrink, or null
 * @param growExcuse why the file system cannot be made larger, or null when nothing is known against it
 * @param warnings what could not be read, one sentence each
 */
public record PartitionInfo(
        int number,
        String device,
        long startBytes,
        long endBytes,
        long sizeBytes,
        String sizeHuman,
        String type,
        @Nullable String typeId,
        @Nullable String uuid,
        @Nullable String name,
        @Nullable String filesystem,
        @Nullable String filesystemUuid,
        @Nullable String label,
        List<String> flags,
        @Nullable Long usedBytes,
        @Nullable Double usedPercent,
        boolean canShrink,
        @Nullable String excuse,
        @Nullable String growExcuse,
        @Nullable Long minSizeBytes,
        @Nullable String mountpoint,
        List<String> inUse,
        List<String> warnings) {
    public PartitionInfo {
        sizeBytes = endBytes - startBytes;
        sizeHuman = ByteSize.human(sizeBytes);
        flags = List.copyOf(flags);
        inUse = List.copyOf(inUse);
        warnings = List.copyOf(warnings);
        usedPercent = usedBytes == null || sizeBytes == 0 ? null : Math.round(1000.0 * usedBytes / sizeBytes) / 10.0;
    }
}
