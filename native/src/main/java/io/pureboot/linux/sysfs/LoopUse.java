package io.pureboot.linux.sysfs;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Other loop devices that show the same bytes: attached to the device itself, or to the same file. */
final class LoopUse {
    List<DiskDevice> on(DiskDevice disk, List<Node> nodes, List<DiskDevice> all) {
        Set<String> files = new HashSet<>();
        nodes.forEach(node -> files.add(node.device().toString()));
        if (disk.backingFile() != null) {
            files.add(disk.backingFile());
        }
        return all.stream()
                .filter(other -> !other.name().equals(disk.name()))
                .filter(other -> other.backingFile() != null && files.contains(other.backingFile()))
                .toList();
    }
}
