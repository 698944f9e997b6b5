package io.pureboot.linux.sysfs;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One whole disk as the kernel describes it. Sizes in bytes.
 *
 * @param name the kernel's name, such as {@code sda} or {@code nvme0n1}
 * @param device path such as {@code /dev/sda}
 * @param number {@code major:minor}
 * @param model as the disk says, null when it does not
 * @param serial serial number, null when the disk has none (loop devices, many virtual ones)
 * @param wwn world wide name in the kernel's form ({@code naa.…}, {@code eui.…}, {@code nvme.…}), or null
 * @param transport sata, sas, scsi, usb, nvme, mmc, virtio, xen, iscsi, fc, loop, nbd, dm, md, or null
 * @param backingFile of a loop device, else null
 * @param partitions those the kernel knows, by number
 */
public record DiskDevice(
        String name,
        Path device,
        String number,
        long sizeBytes,
        int logicalSectorSize,
        int physicalSectorSize,
        boolean readOnly,
        boolean removable,
        @Nullable String model,
        @Nullable String serial,
        @Nullable String wwn,
        @Nullable String transport,
        @Nullable String backingFile,
        List<DiskPartition> partitions) {
    public DiskDevice {
        partitions = List.copyOf(partitions);
    }
}
