package io.pureboot.linux.sysfs;

import java.nio.file.Path;

/** A disk or a partition, as somebody may use it. */
record Node(String disk, String name, Path device, String number) {
    static Node of(DiskDevice disk) {
        return new Node(disk.name(), disk.name(), disk.device(), disk.number());
    }

    static Node of(DiskDevice disk, DiskPartition partition) {
        return new Node(disk.name(), partition.name(), partition.device(), partition.deviceNumber());
    }

    boolean wholeDisk() {
        return disk.equals(name);
    }

    Path sysPath(Path sysRoot) {
        Path directory = sysRoot.resolve("block").resolve(disk);
        return wholeDisk() ? directory : directory.resolve(name);
    }
}
