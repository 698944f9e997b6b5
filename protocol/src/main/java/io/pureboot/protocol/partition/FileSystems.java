package io.pureboot.protocol.partition;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can be made, resized and labelled, and within what limits. */
public final class FileSystems {
    private static final long MIB = 1 << 20;

    /** What can be made. */
    public static final List<String> MADE =
            List.of("ext2", "ext3", "ext4", "xfs", "btrfs", "ntfs", "fat16", "fat32", "exfat", "swap");

    private static final Map<String, Long> SMALLEST = Map.of(
            "ext2", MIB,
            "ext3", 4 * MIB,
            "ext4", 4 * MIB,
            "xfs", 300 * MIB,
            "btrfs", 128 * MIB,
            "ntfs", 4 * MIB,
            "fat16", 16 * MIB,
            "fat32", 34 * MIB,
            "exfat", 2 * MIB,
            "swap", MIB);

    private static final Map<String, String> FOREIGN = Map.of(
            "crypto_luks", "an encrypted volume (LUKS)",
            "bitlocker", "an encrypted volume (BitLocker)",
            "lvm2_member", "a part of an LVM volume group",
            "linux_raid_member", "a part of a Linux software RAID",
            "zfs_member", "a part of a ZFS pool",
            "ddf_raid_member", "a part of a firmware RAID",
            "isw_raid_member", "a part of a firmware RAID");

    private FileSystems() {}

    static boolean shrinks(@Nullable String filesystem) {
        return filesystem != null
                && List.of("ext2", "ext3", "ext4", "btrfs", "ntfs", "fat16", "fat32", "swap")
                        .contains(filesystem);
    }

    static boolean grows(String filesystem) {
        // libparted, which could, gives up on FAT16 at most sizes.
        return (shrinks(filesystem) || filesystem.equals("xfs")) && !filesystem.equals("fat16");
    }

    static boolean growsMounted(String filesystem) {
        return List.of("ext2", "ext3", "ext4", "xfs", "btrfs").contains(filesystem);
    }

    static boolean foreign(String filesystem) {
        return FOREIGN.containsKey(filesystem);
    }

    static String content(String filesystem) {
        return FOREIGN.getOrDefault(filesystem, filesystem);
    }

    static long smallest(String filesystem, int sectorSize) {
        long bytes = SMALLEST.getOrDefault(filesystem, MIB);
        return filesystem.equals("fat32") && sectorSize == 4096 ? 260 * MIB : bytes;
    }

    /** Why a label cannot be given, or null. */
    static @Nullable String labelExcuse(String filesystem, @Nullable String label) {
        if (label == null || label.isEmpty()) {
            return null;
        }
        if (label.chars().anyMatch(each -> each < 32 || each == 127)) {
            return "A label may have no control characters.";
        }
        int bytes = label.getBytes(StandardCharsets.UTF_8).length;
        return switch (filesystem) {
            case "ext2", "ext3", "ext4" -> longer(filesystem, bytes, 16, "bytes");
            case "swap" -> longer(filesystem, bytes, 15, "bytes");
            case "xfs" ->
                label.contains(" ") ? "A label of XFS may have no spaces." : longer(filesystem, bytes, 12, "bytes");
            case "btrfs" ->
                label.contains("/") ? "A label of Btrfs may have no slash." : longer(filesystem, bytes, 255, "bytes");
            case "ntfs" -> longer(filesystem, label.length(), 128, "characters");
            case "exfat" -> longer(filesystem, label.length(), 11, "characters");
            default ->
                label.matches("[A-Za-z0-9 !#$%&'()@^_`{}~-]+")
                        ? longer(filesystem, bytes, 11, "characters")
                        : "A label of FAT may have letters and digits of ASCII and few signs.";
        };
    }

    private static @Nullable String longer(String filesystem, int length, int most, String unit) {
        return length > most ? "A label of " + filesystem + " has at most " + most + " " + unit + "." : null;
    }

    /** The type of entry that fits, for those whose type says nothing else. */
    static String type(String filesystem) {
        return switch (filesystem) {
            case "swap" -> "swap";
            case "ntfs", "exfat", "fat16", "fat32" -> "msdata";
            default -> "linux";
        };
    }
}
