package io.pureboot.node.disk;

import io.pureboot.linux.block.BlockDevice;
import io.pureboot.linux.block.DirectBlockDevice;
import io.pureboot.linux.process.CommandRunner;
import io.pureboot.linux.sysfs.DiskDevice;
import io.pureboot.linux.sysfs.InUse;
import io.pureboot.linux.sysfs.MountInfo;
import io.pureboot.linux.table.TableKind;
import io.pureboot.linux.table.TableRecognizer;
import io.pureboot.linux.table.bytes.FileBytes;
import io.pureboot.node.filesystem.Window;
import io.pureboot.protocol.disk.DiskIdentity;
import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.protocol.disk.PartitionInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Describes one disk. What cannot be read becomes a warning, not an error. */
final class DiskDescriber {
    private final InUse inUse;
    private final MountInfo mounts = new MountInfo(Path.of("/proc"));
    private final CommandRunner runner;
    private final FileSystemProbe probe;
    private final Clock clock;

    DiskDescriber(InUse inUse, CommandRunner runner, Clock clock) {
        this.inUse = inUse;
        this.runner = runner;
        this.probe = new FileSystemProbe(runner);
        this.clock = clock;
    }

    DiskInfo describe(DiskDevice disk, Depth depth) throws IOException {
        DiskUse use = DiskUse.of(disk, inUse, MountPoints.read(mounts));
        DiskTable table = DiskTable.none(List.of());
        List<PartitionInfo> partitions = List.of();
        List<String> warnings = new ArrayList<>();
        try (BlockDevice device = DirectBlockDevice.openReadOnly(disk.device())) {
            table = TableReader.read(Window.whole(device));
            partitions = partitions(disk, device, table, use, depth, warnings);
            warnings.addAll(table.warnings());
            warnings.addAll(KernelPartitions.differences(disk, table));
            if (table.kind().equals(DiskTable.UNKNOWN) && partitions.isEmpty()) {
                warnings.addAll(otherTable(disk));
            }
        } catch (IOException e) {
            warnings.add("The disk cannot be read: " + e.getMessage());
        }
        DiskIdentity identity = new DiskIdentity(disk.sizeBytes(), disk.model(), disk.serial(), disk.wwn());
        return new DiskInfo(
                disk.device().toString(),
                disk.sizeBytes(),
                "",
                disk.model(),
                disk.serial(),
                disk.wwn(),
                table.kind(),
                partitions,
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                disk.logicalSectorSize(),
                disk.physicalSectorSize(),
                disk.readOnly(),
                disk.removable(),
                disk.transport(),
                use.reasons(),
                DiskFingerprint.of(identity, disk.logicalSectorSize(), table),
                warnings);
    }

    /** Tables that are neither a GPT nor an MBR, of other machines: their disks are not blank. */
    private static List<String> otherTable(DiskDevice disk) throws IOException {
        try (FileBytes bytes = new FileBytes(disk.device())) {
            TableKind kind = TableRecognizer.recognize(bytes).table();
            return kind == TableKind.NONE
                    ? List.of()
                    : List.of("The disk has a partition table of a kind that is not read here (" + kind.label() + ").");
        }
    }

    private List<PartitionInfo> partitions(
            DiskDevice disk, BlockDevice device, DiskTable table, DiskUse use, Depth depth, List<String> warnings)
            throws IOException {
        PartitionDescriber describer = new PartitionDescriber(disk, device, probe, runner, use, depth);
        if (table.kind().equals(DiskTable.UNKNOWN)) {
            return describer.wholeDisk(warnings).stream().toList();
        }
        List<Parallel.Task<PartitionInfo>> tasks = new ArrayList<>();
        for (TableEntry entry : table.entries()) {
            tasks.add(() -> describer.describe(entry));
        }
        return Parallel.all(tasks);
    }
}
