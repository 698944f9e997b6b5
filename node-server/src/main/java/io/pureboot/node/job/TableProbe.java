package io.pureboot.node.job;

import io.pureboot.linux.block.BlockDevice;
import io.pureboot.linux.block.DirectBlockDevice;
import io.pureboot.linux.block.Extent;
import io.pureboot.linux.partition.KernelPartitions;
import io.pureboot.node.disk.TablePartitions;
import io.pureboot.node.session.KernelNotice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Gives the kernel a disk's partitions one by one, which also kernels do that read no partition tables themselves. */
public final class TableProbe implements KernelNotice {
    private final KernelPartitions kernel;

    public TableProbe(KernelPartitions kernel) {
        this.kernel = kernel;
    }

    @Override
    public void tableChanged(String device) throws IOException {
        Path disk = Path.of(device);
        Map<Integer, Extent> partitions;
        try (BlockDevice opened = DirectBlockDevice.openReadOnly(disk)) {
            partitions = TablePartitions.of(opened);
        }
        kernel.update(disk, partitions);
    }
}
