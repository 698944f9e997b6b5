package io.pureboot.node.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pureboot.linux.block.Extent;
import io.pureboot.linux.block.LoopDevice;
import io.pureboot.linux.parted.PartedDisk;
import io.pureboot.linux.parted.PartitionKind;
import io.pureboot.linux.partition.BlkpgKernelPartitions;
import io.pureboot.linux.sysfs.BlockDevices;
import io.pureboot.linux.sysfs.DiskPartition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableProbeLoopTest {
    private static final long MIB = 1 << 20;

    @TempDir
    Path folder;

    private final TableProbe probe = new TableProbe(BlkpgKernelPartitions.ofThisMachine());

    @ParameterizedTest
    @ValueSource(ints = {512, 4096})
    @DisplayName("the kernel gets the partitions of a table it never read, logical ones too")
    void announces(int sectorSize) throws IOException {
        try (LoopDevice loop = LoopDevice.create(folder.resolve("disk.img"), 128 * MIB, sectorSize)) {
            try (PartedDisk table = PartedDisk.create(loop.path(), "msdos")) {
                table.add(PartitionKind.NORMAL, new Extent(MIB, 16 * MIB), "ext4");
                table.add(PartitionKind.EXTENDED, new Extent(20 * MIB, 100 * MIB), null);
                table.add(PartitionKind.LOGICAL, new Extent(21 * MIB, 20 * MIB), "ext4");
                table.commit();
            }
            probe.tableChanged(loop.path().toString());
            assertEquals(
                    Map.of(
                            1, new Extent(MIB, 16 * MIB),
                            2, new Extent(20 * MIB, Math.max(1024, sectorSize)),
                            5, new Extent(21 * MIB, 20 * MIB)),
                    known(loop));
            try (PartedDisk table = PartedDisk.create(loop.path(), "gpt")) {
                table.add(PartitionKind.NORMAL, new Extent(8 * MIB, 64 * MIB), "ext4");
                table.commit();
            }
            probe.tableChanged(loop.path().toString());
            assertEquals(Map.of(1, new Extent(8 * MIB, 64 * MIB)), known(loop));
        }
    }

    @Test
    void aDiskWithoutATableHasNoPartitionsLeft() throws IOException {
        try (LoopDevice loop = LoopDevice.create(folder.resolve("disk.img"), 64 * MIB, 512)) {
            BlkpgKernelPartitions.ofThisMachine().add(loop.path(), 4, new Extent(MIB, MIB));
            probe.tableChanged(loop.path().toString());
            assertEquals(Map.of(), known(loop));
        }
    }

    private static Map<Integer, Extent> known(LoopDevice loop) throws IOException {
        return BlockDevices.ofThisMachine().find(loop.name()).orElseThrow().partitions().stream()
                .collect(Collectors.toMap(
                        DiskPartition::number, each -> new Extent(each.startBytes(), each.sizeBytes())));
    }
}
