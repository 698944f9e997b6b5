package io.pureboot.linux.partition;

import java.nio.file.Path;

/** How partitions are named: sda1, but nvme0n1p2, mmcblk0p1, loop0p1 where the disk's name ends in a digit. */
public final class PartitionNames {
    private PartitionNames() {}

    /** {@code /dev/sda} and 1 give {@code /dev/sda1}. */
    public static Path path(Path disk, int number) {
        return Path.of(name(disk.toString(), number));
    }

    /** {@code nvme0n1} and 2 give {@code nvme0n1p2}. */
    public static String name(String disk, int number) {
        if (number < 1 || disk.isEmpty()) {
            throw new IllegalArgumentException("no partition " + number + " of \"" + disk + "\"");
        }
        return disk + (Character.isDigit(disk.charAt(disk.length() - 1)) ? "p" : "") + number;
    }
}
