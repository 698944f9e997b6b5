package io.pureboot.node.filesystem;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All drivers there are, and what is said of content that has none. */
public final class FileSystemDrivers {
    private static final List<FileSystemDriver> ALL = List.of(
            new ExtDriver(),
            new XfsDriver(),
            new BtrfsDriver(),
            new NtfsDriver(),
            new FatDriver(),
            new ExfatDriver(),
            new SwapDriver());

    private static final Map<String, String> CONTENT = Map.of(
            "crypto_luks", "an encrypted volume (LUKS)",
            "bitlocker", "an encrypted volume (BitLocker)",
            "lvm2_member", "a part of an LVM volume group",
            "linux_raid_member", "a part of a Linux software RAID",
            "zfs_member", "a part of a ZFS pool",
            "ddf_raid_member", "a part of a firmware RAID",
            "isw_raid_member", "a part of a firmware RAID");

    private final Map<String, FileSystemDriver> byName = new HashMap<>();

    public FileSystemDrivers() {
        for (FileSystemDriver driver : ALL) {
            driver.names().forEach(name -> byName.put(name, driver));
        }
    }

    /** The driver for {@code PartitionInfo.filesystem}, if there is one. */
    public Optional<FileSystemDriver> forName(String filesystem) {
        return Optional.ofNullable(byName.get(filesystem));
    }

    /** Such as "an encrypted volume (LUKS)" or "hfsplus". */
    public static String content(String filesystem) {
        return CONTENT.getOrDefault(filesystem, filesystem);
    }
}
