package io.pureboot.node.partition;

import io.pureboot.linux.block.BlockDevice;
import io.pureboot.linux.block.DeviceBusyException;
import io.pureboot.linux.block.DirectBlockDevice;
import io.pureboot.linux.block.Extent;
import io.pureboot.linux.libc.LibC;
import io.pureboot.linux.libc.NativeFile;
import io.pureboot.linux.partition.GptRelocation;
import io.pureboot.linux.partition.GptRepair;
import io.pureboot.linux.partition.KernelPartitions;
import io.pureboot.linux.sysfs.BlockDevices;
import io.pureboot.linux.sysfs.DiskDevice;
import io.pureboot.linux.sysfs.DiskPartition;
import io.pureboot.linux.sysfs.InUse;
import io.pureboot.node.disk.TablePartitions;
import io.pureboot.node.filesystem.FileSystemEditor;
import io.pureboot.node.filesystem.FileSystemEditors;
import io.pureboot.node.filesystem.FileSystemSize;
import io.pureboot.protocol.partition.PlanStep;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Does and undoes single steps on one disk. Who calls keeps the journal and the backups of the table; every step may be
 * done again after it was cut off.
 */
final class DiskWork {
    private static final long EDGE = 1 << 20;

    private final Path disk;
    private final BlockDevices devices;
    private final InUse inUse;
    private final FileSystemEditors editors;
    private final TableWork table;
    private final DiskOpener opener;

    /** Opens the disk to copy on it; a test's may fail at will. */
    interface DiskOpener {
        BlockDevice open(Path disk) throws IOException;
    }

    DiskWork(
            Path disk,
            BlockDevices devices,
            InUse inUse,
            KernelPartitions kernel,
            FileSystemEditors editors,
            DiskOpener opener) {
        this.disk = disk;
        this.devices = devices;
        this.inUse = inUse;
        this.editors = editors;
        this.table = new TableWork(disk, kernel);
        this.opener = opener;
    }

    /** Makes a damaged copy of a GPT whole by the other one, and moves the backup to the end of a disk that has grown. */
    void settle() throws IOException {
        try (BlockDevice device = DirectBlockDevice.openShared(disk)) {
            boolean ignored = GptRepair.repair(device);
            GptRelocation.relocate(device);
        }
        table.tellKernel();
    }

    TableBackup tableNow() throws IOException {
        try (BlockDevice device = DirectBlockDevice.openReadOnly(disk)) {
            return TableBackup.capture(device);
        }
    }

    void restore(TableBackup backup) throws IOException {
        try (BlockDevice device = DirectBlockDevice.openShared(disk)) {
            backup.restore(device);
        }
        table.tellKernel();
    }

    Optional<DiskNote> beginNote(JobHeader header, DiskNote.Standing standing) throws IOException {
        try (BlockDevice device = DirectBlockDevice.openShared(disk)) {
            return DiskNote.begin(device, header, standing);
        }
    }

    void write(DiskNote note, DiskNote.Standing standing) throws IOException {
        try (BlockDevice device = DirectBlockDevice.openShared(disk)) {
            note.write(device, standing);
        }
    }

    void clearNote(String jobId) throws IOException {
        try (BlockDevice device = DirectBlockDevice.openShared(disk)) {
            DiskNote.clear(device, jobId);
        }
    }

    /** Where the partitions lie now, as {@code start-end} in that order. */
    List<String> spans() throws IOException {
        try (BlockDevice device = DirectBlockDevice.openReadOnly(disk)) {
            return TablePartitions.spans(device);
        }
    }

    /** @return false when a copy was cancelled on the way */
    boolean run(PlanStep step, long moved, Mover.Record record, BooleanSupplier cancelled) throws IOException {
        switch (step) {
            case PlanStep.NewTable fresh -> {
                refuse(inUse.reasons(device()));
                table.run(fresh);
            }
            case PlanStep.RemoveEntry remove -> {
                refuseUsed(remove.start());
                table.run(remove);
            }
            case PlanStep.SetBounds bounds -> {
                if (bounds.newStart() != bounds.start() || bounds.newEnd() < bounds.oldEnd()) {
                    refuseUsed(bounds.start());
                }
                table.run(bounds);
            }
            case PlanStep.AddEntry add -> table.run(add);
            case PlanStep.SetFlag flag -> table.run(flag);
            case PlanStep.CopyData copy -> {
                return copy(copy, (mover, device) -> {
                    boolean done = mover.forward(moved, record, cancelled);
                    if (done) {
                        note(device, copy.to(), copy);
                    }
                    return done;
                });
            }
            case PlanStep.Shrink shrink -> {
                refuseUsed(shrink.start());
                editors.forName(shrink.filesystem()).shrink(node(shrink.start(), shrink.oldSize()), shrink.newSize());
            }
            case PlanStep.Grow grow -> grow(grow);
            case PlanStep.MakeFileSystem make -> make(make);
        }
        return true;
    }

    /** Undoes a step other than a change of the table, whether it ended or was cut off. */
    void undo(PlanStep step, long moved, Mover.Record record) throws IOException {
        switch (step) {
            case PlanStep.CopyData copy -> {
                boolean ignored = copy(copy, (mover, device) -> {
                    mover.back(moved, record);
                    note(device, copy.from(), copy);
                    return true;
                });
            }
            case PlanStep.Shrink shrink -> {
                refuseUsed(shrink.start());
                editors.forName(shrink.filesystem()).grow(node(shrink.start(), shrink.oldSize()));
            }
            case PlanStep.Grow grow -> {
                refuseUsed(grow.start());
                FileSystemEditor editor = editors.forName(grow.filesystem());
                Path node = Path.of(node(grow.start(), grow.newSize()));
                // One that had not begun to grow is left alone, also when it is damaged.
                boolean fits = FileSystemSize.of(grow.filesystem(), node).orElse(Long.MAX_VALUE) <= grow.oldSize();
                if (grow.oldSize() < grow.newSize() && !fits) {
                    editor.shrink(node.toString(), grow.oldSize());
                }
            }
            default -> {
                // A partition made by this job goes with its entry.
            }
        }
    }

    private interface MoverWork {
        boolean run(Mover mover, BlockDevice device) throws IOException;
    }

    private static void note(BlockDevice device, long start, PlanStep.CopyData copy) throws IOException {
        String filesystem = copy.filesystem();
        if (filesystem != null) {
            BootSectorPlace.note(device, start, copy.length(), filesystem);
        }
    }

    private boolean copy(PlanStep.CopyData copy, MoverWork work) throws IOException {
        DiskPartition partition = moved(copy);
        refuse(inUse.reasons(device(), partition));
        // Holding the partition keeps mounts and other programs off it while its content is in two places.
        try (NativeFile held = NativeFile.open(partition.device(), LibC.O_RDONLY | LibC.O_EXCL);
                BlockDevice device = opener.open(disk)) {
            Mover mover = new Mover(device, copy.from(), copy.to(), copy.length());
            return held.fd() >= 0 && work.run(mover, device);
        }
    }

    /** The partition to be moved: its entry covers the old place, or, of a logical one, both places. */
    private DiskPartition moved(PlanStep.CopyData copy) throws IOException {
        long first = Math.min(copy.from(), copy.to());
        long both = Math.max(copy.from(), copy.to()) + copy.length() - first;
        Optional<DiskPartition> whole = at(first).filter(partition -> partition.sizeBytes() == both);
        return whole.isPresent() ? whole.get() : partition(copy.from(), copy.length());
    }

    private void grow(PlanStep.Grow grow) throws IOException {
        FileSystemEditor editor = editors.forName(grow.filesystem());
        String node = node(grow.start(), grow.newSize());
        if (grow.mountpoint() != null) {
            editor.growMounted(node, grow.mountpoint());
            return;
        }
        refuseUsed(grow.start());
        editor.grow(node);
    }

    private void make(PlanStep.MakeFileSystem make) throws IOException {
        refuseUsed(make.start());
        String node = node(make.start(), make.size());
        try (BlockDevice device = DirectBlockDevice.openShared(Path.of(node))) {
            long edge = Math.min(EDGE, device.size());
            device.zero(new Extent(0, edge));
            device.zero(new Extent(device.size() - edge, edge));
            device.flush();
        }
        if (make.filesystem() != null) {
            editors.forName(make.filesystem()).make(node, make.label());
            try (BlockDevice device = DirectBlockDevice.openShared(disk)) {
                BootSectorPlace.note(device, make.start(), make.size(), make.filesystem());
            }
            table.fit(make.start(), make.filesystem());
            table.tellKernel();
        }
    }

    private DiskDevice device() throws IOException {
        return devices.find(disk.toString()).orElseThrow(() -> new IOException(disk + " is gone"));
    }

    private Optional<DiskPartition> at(long start) throws IOException {
        return device().partitions().stream()
                .filter(partition -> partition.startBytes() == start)
                .findFirst();
    }

    /** The kernel's node of exactly these bytes. */
    private String node(long start, long size) throws IOException {
        return partition(start, size).device().toString();
    }

    private DiskPartition partition(long start, long size) throws IOException {
        Optional<DiskPartition> partition = at(start);
        if (partition.isEmpty() || partition.get().sizeBytes() != size) {
            table.tellKernel();
            partition = at(start);
        }
        return partition
                .filter(each -> each.sizeBytes() == size)
                .orElseThrow(() -> new IOException(
                        "the kernel has no partition of " + size + " bytes at byte " + start + " of " + disk));
    }

    private void refuseUsed(long start) throws IOException {
        Optional<DiskPartition> partition = at(start);
        if (partition.isPresent()) {
            refuse(inUse.reasons(device(), partition.get()));
        }
    }

    private void refuse(List<String> reasons) throws IOException {
        if (!reasons.isEmpty()) {
            throw new DeviceBusyException(disk.toString(), reasons);
        }
    }
}
