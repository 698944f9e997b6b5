package io.pureboot.node.partition;

import io.pureboot.linux.block.BlockDevice;
import io.pureboot.linux.block.DirectBlockDevice;
import io.pureboot.linux.block.Extent;
import io.pureboot.linux.parted.PartedDisk;
import io.pureboot.linux.parted.PartedPartition;
import io.pureboot.linux.parted.PartitionKind;
import io.pureboot.linux.partition.KernelPartitions;
import io.pureboot.node.disk.TablePartitions;
import io.pureboot.protocol.partition.PlanStep;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The steps that change a partition table, each followed by telling the kernel. */
final class TableWork {
    private final Path disk;
    private final KernelPartitions kernel;

    TableWork(Path disk, KernelPartitions kernel) {
        this.disk = disk;
        this.kernel = kernel;
    }

    static boolean changesTable(PlanStep step) {
        return step instanceof PlanStep.NewTable
                || step instanceof PlanStep.AddEntry
                || step instanceof PlanStep.RemoveEntry
                || step instanceof PlanStep.SetBounds
                || step instanceof PlanStep.SetFlag;
    }

    void run(PlanStep step) throws IOException {
        HybridRecord hybrid = HybridRecord.of(disk).after(step);
        switch (step) {
            case PlanStep.NewTable fresh -> {
                String type = fresh.table().equals("mbr") ? "msdos" : "gpt";
                try (PartedDisk table = PartedDisk.create(disk, type)) {
                    table.commit();
                }
            }
            case PlanStep.AddEntry add -> add(add);
            case PlanStep.RemoveEntry remove -> {
                try (PartedDisk table = PartedDisk.open(disk)) {
                    if (table.partitions().stream()
                            .anyMatch(each -> each.extent().start() == remove.start())) {
                        table.delete(numberAt(table, remove.start()));
                        table.commit();
                    }
                }
            }
            case PlanStep.SetBounds bounds -> {
                try (PartedDisk table = PartedDisk.open(disk)) {
                    Extent wanted = new Extent(bounds.newStart(), bounds.newEnd() - bounds.newStart());
                    // So it is when a step was cut off at its end and no backup of the table is left.
                    if (table.partitions().stream()
                            .noneMatch(each -> each.extent().equals(wanted))) {
                        table.resize(numberAt(table, bounds.start()), wanted);
                        table.commit();
                    }
                }
            }
            case PlanStep.SetFlag flag -> {
                try (PartedDisk table = PartedDisk.open(disk)) {
                    table.setFlag(numberAt(table, flag.start()), flag.flag(), flag.value());
                    table.commit();
                }
            }
            default -> throw new IllegalArgumentException("no change of a table: " + step);
        }
        hybrid.putBack();
        tellKernel();
    }

    private void add(PlanStep.AddEntry step) throws IOException {
        PartitionKind kind = switch (step.role()) {
            case "extended" -> PartitionKind.EXTENDED;
            case "logical" -> PartitionKind.LOGICAL;
            default -> PartitionKind.NORMAL;
        };
        try (PartedDisk table = PartedDisk.open(disk)) {
            boolean extended = kind == PartitionKind.EXTENDED;
            Extent wanted = new Extent(step.start(), step.end() - step.start());
            boolean there = table.partitions().stream()
                    .anyMatch(each ->
                            each.extent().equals(wanted) && (each.kind() == PartitionKind.EXTENDED) == extended);
            int number = there
                    ? numberAt(table, step.start())
                    : table.add(kind, wanted, extended ? null : knownAs(step.type(), step.filesystem()));
            String flag = extended ? "" : flag(step.type(), table.type());
            if (!flag.isEmpty()) {
                table.setFlag(number, flag, true);
            }
            if (step.name() != null && table.type().equals("gpt")) {
                table.setName(number, step.name());
            }
            table.commit();
        }
    }

    /** Makes the entry's type fit a new file system, where the type says no more than that. */
    void fit(long start, String filesystem) throws IOException {
        HybridRecord hybrid = HybridRecord.of(disk);
        try (PartedDisk table = PartedDisk.open(disk)) {
            int number = numberAt(table, start);
            PartedPartition partition = table.partition(number);
            boolean special = partition.flags().stream()
                    .anyMatch(flag -> !flag.equals("boot")
                            && !flag.equals("swap")
                            && !flag.equals("msftdata")
                            && !flag.equals("lba")
                            && !flag.equals("hidden")
                            && !flag.equals("legacy_boot"));
            if (!special) {
                table.setFileSystem(number, knownAs("", filesystem));
                table.commit();
            }
        }
        hybrid.putBack();
    }

    private static int numberAt(PartedDisk table, long start) throws IOException {
        for (PartedPartition partition : table.partitions()) {
            if (partition.extent().start() == start) {
                return partition.number();
            }
        }
        throw new IOException("no partition begins at byte " + start + " any more");
    }

    void tellKernel() throws IOException {
        try (BlockDevice opened = DirectBlockDevice.openReadOnly(disk)) {
            kernel.update(disk, TablePartitions.of(opened));
        }
    }

    /** libparted's name of what an entry is made for. */
    private static @Nullable String knownAs(String type, @Nullable String filesystem) {
        String kind = filesystem != null ? filesystem : type.equals("msdata") ? "ntfs" : type;
        return switch (kind) {
            case "swap" -> "linux-swap(v1)";
            case "exfat" -> "ntfs";
            case "ext2", "ext3", "ext4", "xfs", "btrfs", "ntfs", "fat16", "fat32" -> kind;
            default -> "ext4";
        };
    }

    private static String flag(String type, String table) {
        return switch (type) {
            case "efi" -> "esp";
            case "bios_grub", "lvm", "raid", "irst", "prep" -> type;
            case "msr" -> "msftres";
            case "recovery" -> "diag";
            case "xbootldr" -> "bls_boot";
            case "swap" -> table.equals("gpt") ? "swap" : "";
            case "msdata" -> table.equals("gpt") ? "msftdata" : "";
            default -> "";
        };
    }
}
