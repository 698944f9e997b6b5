package io.pureboot.linux.sysfs;

import java.nio.file.Path;

/**
 * One partition the kernel knows. Start (from the disk's start) and size in bytes.
 *
 * @param number in the table
 * @param name such as {@code nvme0n1p2}
 * @param deviceNumber {@code major:minor}
 */
public record DiskPartition(
        int number, String name, Path device, String deviceNumber, long startBytes, long sizeBytes) {}
