package io.pureboot.protocol.disk;

import io.pureboot.protocol.ByteSize;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One disk as its node sees it: the disk schema's fields and what safe cloning needs besides.
 *
 * @param device path such as {@code /dev/sda}
 * @param sizeBytes exact size
 * @param partitionTable {@code gpt}, {@code mbr} or {@code unknown} (also when there is none)
 * @param logicalSectorSize bytes, 512 or 4096
 * @param wwn world wide name or null
 * @param transport virtio, sata, scsi, nvme, usb, mmc, loop, … or null
 * @param inUse why the disk may not be written, one sentence each; empty when free
 * @param fingerprint digest over identity and partition table; changes when either does
 * @param warnings what could not be read, one sentence each
 */
public record DiskInfo(
        String device,
        long sizeBytes,
        String sizeHuman,
        @Nullable String model,
        @Nullable String serial,
        @Nullable String wwn,
        String partitionTable,
        List<PartitionInfo> partitions,
        Instant scannedAt,
        int logicalSectorSize,
        int physicalSectorSize,
        boolean readOnly,
        boolean removable,
        @Nullable String transport,
        List<String> inUse,
        String fingerprint,
        List<String> warnings) {
    /**
     * How a warning begins that says that logical partitions are missing in the list: what lies in the extended partition
     * is not known, and writing the table would lose them.
     */
    public static final String BROKEN_CHAIN = "The chain of logical partitions ";

    public DiskInfo {
        sizeHuman = ByteSize.human(sizeBytes);
        partitions = List.copyOf(partitions);
        inUse = List.copyOf(inUse);
        warnings = List.copyOf(warnings);
    }

    /** What binds a plan to this very disk, whatever its device name becomes. */
    public DiskIdentity identity() {
        return new DiskIdentity(sizeBytes, model, serial, wwn);
    }

    /** This with other reasons why it may not be written. */
    public DiskInfo usedBy(List<String> reasons) {
        return new DiskInfo(
                device,
                sizeBytes,
                sizeHuman,
                model,
                serial,
                wwn,
                partitionTable,
                partitions,
                scannedAt,
                logicalSectorSize,
                physicalSectorSize,
                readOnly,
                removable,
                transport,
                reasons,
                fingerprint,
                warnings);
    }
}
