package io.pureboot.linux.parted;

import java.util.List;
import jnr.ffi.Pointer;

/** Reads the table that is on an opened device. */
final class TableReader {
    private static final String NO_TABLE = "unrecognised disk label";

    private TableReader() {}

    static PartedTable read(PartedDevice device) throws PartedException {
        Parted parted = device.parted();
        parted.forget();
        Pointer disk = device.library().ped_disk_new(device.pointer());
        if (disk == null) {
            List<String> said = parted.messages();
            if (said.size() == 1 && said.getFirst().contains(NO_TABLE)) {
                parted.forget();
                return table("none", device, List.of(), List.of());
            }
            throw parted.failure("cannot read the partition table of " + device.path());
        }
        try {
            PartitionReader reader = new PartitionReader(device.library(), disk, device.sectorSize());
            List<PartedPartition> partitions = reader.all();
            return table(reader.tableType(), device, parted.messages(), partitions);
        } finally {
            device.library().ped_disk_destroy(disk);
        }
    }

    private static PartedTable table(
            String type, PartedDevice device, List<String> notes, List<PartedPartition> partitions) {
        return new PartedTable(
                type,
                device.sectors() * device.sectorSize(),
                device.sectorSize(),
                device.physicalSectorSize(),
                device.parted().backupNotAtEnd(),
                notes,
                partitions);
    }
}
