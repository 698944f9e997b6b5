package io.pureboot.node.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.linux.process.CommandRunner;
import io.pureboot.linux.process.CommandTimeoutException;
import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.protocol.disk.PartitionInfo;
import io.pureboot.testing.Prerequisites;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the scanner makes of disks this machine does not have, and of tools that fail. */
class FakeMachineScanTest {
    private static final long MIB = 1 << 20;

    @TempDir
    private Path folder;

    private FakeMachine machine;

    @BeforeEach
    void machine() throws IOException {
        Prerequisites.requireLoop();
        machine = new FakeMachine(folder.resolve("machine"));
    }

    @Test
    @DisplayName("SD1 SD4 SD5 TD5 TD6 model and serial are trimmed; names of SATA, NVMe and eMMC partitions")
    void names() throws IOException {
        for (String name : List.of("sda", "nvme0n1", "mmcblk0")) {
            Path image = Disks.image(folder, 16 * MIB, "label: gpt\nsize=4M, type=L\nsize=4M, type=L\n");
            Files.move(image, machine.device(name));
            machine.add(
                    name,
                    16 * MIB,
                    Map.of("device/model", "Samsung SSD 980   ", "device/serial", "  S64D  ", "wwid", "eui.0025"));
        }
        List<DiskInfo> disks = machine.scanner(Disks.RUNNER).scan();
        assertEquals(3, disks.size());
        for (DiskInfo disk : disks) {
            assertEquals("Samsung SSD 980", disk.model());
            assertEquals("S64D", disk.serial());
            assertEquals("eui.0025", disk.wwn());
            assertEquals(4096, disk.physicalSectorSize());
            assertEquals("gpt", disk.partitionTable());
            String last =
                    disk.device().endsWith("sda") ? "sda2" : disk.device().endsWith("n1") ? "nvme0n1p2" : "mmcblk0p2";
            assertTrue(disk.partitions().getLast().device().endsWith("/" + last), disk.partitions()::toString);
        }
        assertEquals(
                machine.device("nvme0n1").toString(),
                machine.scanner(Disks.RUNNER).scan("nvme0n1").device());
    }

    @Test
    @DisplayName("A disk that cannot be read is listed with a warning, the others all the same")
    void unreadable() throws IOException {
        machine.add("sda", 16 * MIB, Map.of());
        machine.add("sdb", 16 * MIB, Map.of());
        Files.move(Disks.image(folder, 16 * MIB, "label: dos\nsize=4M, type=83\n"), machine.device("sdb"));
        List<DiskInfo> disks = machine.scanner(Disks.RUNNER).scan();
        assertEquals(2, disks.size());
        assertEquals("unknown", disks.getFirst().partitionTable());
        assertEquals(16 * MIB, disks.getFirst().sizeBytes());
        assertTrue(disks.getFirst().warnings().getFirst().contains("cannot be read"));
        assertEquals("mbr", disks.getLast().partitionTable());
        assertEquals(List.of(), disks.getLast().warnings());
    }

    @Test
    @DisplayName("The kernel's partitions of an earlier table are not taken for today's")
    void staleKernelPartitions() throws IOException {
        Path image = Disks.image(folder, 16 * MIB, "label: gpt\nsize=4M, type=L\n");
        Files.move(image, machine.device("sda"));
        machine.add("sda", 16 * MIB, Map.of());
        machine.addPartition("sda", "sda1", 1, 2 * MIB, 4 * MIB);
        machine.addPartition("sda", "sda2", 2, 8 * MIB, 4 * MIB);
        DiskInfo disk = machine.scanner(Disks.RUNNER).scan("sda");
        assertEquals(2, disk.warnings().size());
        assertTrue(disk.warnings().getFirst().contains("sda1"), disk.warnings()::toString);
        assertEquals(MIB, disk.partitions().getFirst().startBytes());
    }

    @Test
    @DisplayName("A tool that hangs or fails becomes a warning, what else is known stays")
    void failingTools() throws IOException {
        Path image = Disks.image(folder, 96 * MIB, "label: gpt\nsize=64M, type=L\n");
        Disks.output("mkfs.ext4", "-q", "-F", "-E", "offset=" + MIB, image.toString(), "65536");
        Files.move(image, machine.device("sda"));
        machine.add("sda", 96 * MIB, Map.of());
        PartitionInfo good =
                machine.scanner(Disks.RUNNER).scan("sda").partitions().getFirst();
        assertTrue(good.canShrink(), good::toString);

        PartitionInfo hung =
                machine.scanner(without("resize2fs")).scan("sda").partitions().getFirst();
        assertFalse(hung.canShrink());
        assertNull(hung.minSizeBytes());
        assertEquals("ext4", hung.filesystem());
        assertTrue(hung.warnings().getFirst().contains("resize2fs"), hung.warnings()::toString);

        PartitionInfo unknown =
                machine.scanner(without("blkid")).scan("sda").partitions().getFirst();
        assertNull(unknown.filesystem());
        assertFalse(unknown.canShrink());
        assertTrue(unknown.warnings().getFirst().contains("blkid"), unknown.warnings()::toString);
        assertEquals(good.startBytes(), unknown.startBytes());
    }

    private static CommandRunner without(String program) {
        return command -> {
            if (command.argv().getFirst().equals(program)) {
                throw new CommandTimeoutException(command);
            }
            return Disks.RUNNER.run(command);
        };
    }
}
