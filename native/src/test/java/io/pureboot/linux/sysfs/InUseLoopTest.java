package io.pureboot.linux.sysfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.linux.block.DirectBlockDevice;
import io.pureboot.linux.block.LoopDevice;
import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.CommandRunner;
import io.pureboot.linux.process.ProcessCommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("X4 PK10 on this machine's own kernel")
class InUseLoopTest {
    private final CommandRunner runner = new ProcessCommandRunner();
    private final InUse inUse = InUse.ofThisMachine();

    @TempDir
    Path dir;

    private void run(String... argv) throws IOException {
        runner.run(Command.of(argv)).orThrow();
    }

    @Test
    void seesMountSwapAndExclusiveOpen() throws IOException {
        try (LoopDevice loop = LoopDevice.create(dir.resolve("disk"), 64 << 20, 512)) {
            String device = loop.path().toString();
            assertEquals(List.of(), inUse.reasons(device));

            try (DirectBlockDevice held = DirectBlockDevice.openExclusive(loop.path())) {
                assertEquals(
                        List.of(held.name() + " is held open for exclusive use by another program"),
                        inUse.reasons(device));
            }
            run("mkfs.ext4", "-q", "-F", device);
            Path mountPoint = Files.createDirectory(dir.resolve("a b"));
            run("mount", device, mountPoint.toString());
            try {
                assertEquals(List.of(device + " is mounted at " + mountPoint), inUse.reasons(device));
            } finally {
                run("umount", mountPoint.toString());
            }
            run("mkswap", device);
            run("swapon", device);
            try {
                assertEquals(List.of(device + " is used as swap"), inUse.reasons(device));
            } finally {
                run("swapoff", device);
            }
            assertEquals(List.of(), inUse.reasons(device));
        }
    }

    @Test
    void describesALoopDeviceAndItsPartitions() throws IOException {
        try (LoopDevice loop = LoopDevice.create(dir.resolve("disk"), 64 << 20, 4096)) {
            run("parted", "-s", loop.path().toString(), "mklabel", "gpt", "mkpart", "a", "1MiB", "9MiB");
            loop.showPartitions();
            DiskDevice disk = BlockDevices.ofThisMachine().find(loop.name()).orElseThrow();
            assertNull(disk.serial());
            assertEquals(4096, disk.logicalSectorSize());
            assertEquals(64 << 20, disk.sizeBytes());
            assertEquals("loop", disk.transport());
            assertEquals(loop.file().toRealPath().toString(), disk.backingFile());
            DiskPartition partition = disk.partitions().getFirst();
            assertEquals(loop.partition(1), partition.device());
            assertEquals(1 << 20, partition.startBytes());
            assertEquals(8 << 20, partition.sizeBytes());
            assertTrue(Files.exists(partition.device()));
        }
    }
}
