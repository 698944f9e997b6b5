package io.pureboot.controller.data;

import io.pureboot.linux.sysfs.BlockDevices;
import io.pureboot.linux.sysfs.DiskDevice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * The data are in memory, and what can put them on a disk.
 *
 * @param script {@code data-disk} of the image
 * @param restart ends this controller so that it is started again, its data moved in between; need not return
 */
public record DataInMemory(Path script, Disks disks, Runnable restart) {
    /** Not a disk that somebody put into the machine. */
    private static final Set<String> NO_HARDWARE = Set.of("loop", "dm", "md");

    /** The disks that may be offered. */
    public interface Disks {
        List<DiskDevice> list() throws IOException;
    }

    /** On the disks of this machine. */
    public static DataInMemory ofThisMachine(Path script, Runnable restart) {
        BlockDevices devices = BlockDevices.ofThisMachine();
        return new DataInMemory(
                script,
                () -> devices.list().stream()
                        .filter(disk -> !disk.name().startsWith("sr"))
                        .filter(disk -> disk.transport() == null || !NO_HARDWARE.contains(disk.transport()))
                        .toList(),
                restart);
    }
}
