package io.pureboot.linux.parted;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.linux.block.DeviceBusyException;
import io.pureboot.linux.block.DirectBlockDevice;
import io.pureboot.linux.block.Extent;
import io.pureboot.linux.block.LoopDevice;
import io.pureboot.linux.libc.LibC;
import io.pureboot.linux.partition.BlkpgKernelPartitions;
import io.pureboot.linux.partition.GptRelocation;
import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.ProcessCommandRunner;
import io.pureboot.testing.Prerequisites;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** libparted on real block devices, read back by other tools. */
class PartedDiskLoopTest {
    private static final long MIB = 1 << 20;

    @TempDir
    Path folder;

    private LoopDevice loop;

    @BeforeEach
    void attach() throws IOException {
        Prerequisites.requireTool("sfdisk");
        Prerequisites.requireTool("sgdisk");
        loop = LoopDevice.create(folder.resolve("disk.img"), 128 * MIB, 512);
    }

    @AfterEach
    void detach() throws IOException {
        loop.close();
    }

    @Test
    void aBlankDiskHasNoTable() throws IOException {
        PartedTable table = PartedDisk.read(loop.path());
        assertEquals("none", table.type());
        assertEquals(128 * MIB, table.sizeBytes());
        assertThrows(PartedException.class, () -> PartedDisk.open(loop.path()));
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 4096})
    @DisplayName("PK4 a GPT made here is what sgdisk, sfdisk and the kernel read")
    void gpt(int sectorSize) throws IOException {
        try (LoopDevice disk = LoopDevice.create(folder.resolve("gpt.img"), 128 * MIB, sectorSize)) {
            try (PartedDisk table = PartedDisk.create(disk.path(), "gpt")) {
                assertEquals(1, table.add(PartitionKind.NORMAL, new Extent(MIB, 32 * MIB), "fat32"));
                assertEquals(2, table.add(PartitionKind.NORMAL, new Extent(40 * MIB, 50 * MIB), "ext4"));
                table.setFlag(1, "esp", true);
                table.setName(2, "Müller's root");
                table.commit();
                table.tellKernel();
            }
            PartedTable read = PartedDisk.read(disk.path());
            assertEquals("gpt", read.type());
            assertEquals(
                    List.of(new Extent(MIB, 32 * MIB), new Extent(40 * MIB, 50 * MIB)),
                    read.partitions().stream().map(PartedPartition::extent).toList());
            assertEquals(Set.of("boot", "esp"), read.partitions().get(0).flags());
            assertEquals("Müller's root", read.partitions().get(1).name());
            assertTrue(run("sgdisk", "-v", disk.path().toString()).contains("No problems found"));
            String json = run("sfdisk", "-J", disk.path().toString());
            assertTrue(json.contains("C12A7328-F81F-11D2-BA4B-00A0C93EC93B"), json);
            assertTrue(json.contains("\"sectorsize\": " + sectorSize), json);
            assertTrue(Files.exists(disk.partition(2)));
        }
    }

    @Test
    @DisplayName("X6 while a table is written, each write is on the medium before the next is begun")
    void writesInOrder() throws IOException {
        try (PartedDevice device = PartedDevice.open(loop.path())) {
            assertEquals(List.of(), openedInOrder());
            try (OrderedWrites ordered = OrderedWrites.to(device)) {
                assertEquals(1, openedInOrder().size(), () -> "" + ordered);
            }
            assertEquals(List.of(), openedInOrder(), "nothing is left open");
        }
    }

    /** Descriptors of the disk with O_DSYNC. */
    private List<Path> openedInOrder() throws IOException {
        List<Path> found = new ArrayList<>();
        try (var all = Files.list(Path.of("/proc/self/fd"))) {
            for (Path each : all.toList()) {
                if (Files.exists(each) && Files.isSameFile(each, loop.path())) {
                    String flags = Files.readString(Path.of("/proc/self/fdinfo").resolve(each.getFileName()));
                    long bits = Long.parseLong(
                            flags.lines()
                                    .skip(1)
                                    .findFirst()
                                    .orElseThrow()
                                    .substring(7)
                                    .strip(),
                            8);
                    if ((bits & LibC.O_DSYNC) != 0) {
                        found.add(each);
                    }
                }
            }
        }
        return found;
    }

    @Test
    void msdosWithLogicalPartitions() throws IOException {
        try (PartedDisk table = PartedDisk.create(loop.path(), "msdos")) {
            assertEquals(1, table.add(PartitionKind.NORMAL, new Extent(MIB, 16 * MIB), "ext4"));
            assertEquals(2, table.add(PartitionKind.EXTENDED, new Extent(20 * MIB, 100 * MIB), null));
            assertEquals(5, table.add(PartitionKind.LOGICAL, new Extent(21 * MIB, 20 * MIB), "ext4"));
            assertEquals(6, table.add(PartitionKind.LOGICAL, new Extent(42 * MIB, 20 * MIB), "linux-swap(v1)"));
            table.setFlag(1, "boot", true);
            assertThrows(PartedException.class, () -> table.setName(1, "no"));
            table.commit();
        }
        String dump = run("sfdisk", "--dump", loop.path().toString());
        assertTrue(
                dump.contains(
                        "loop" + loop.name().substring(4) + "p6 : start=       86016, size=       40960, type=82"),
                dump);
        assertTrue(dump.contains("type=83, bootable"), dump);
        try (PartedDisk table = PartedDisk.open(loop.path())) {
            table.delete(5);
            assertEquals(
                    List.of(1, 2, 5),
                    table.partitions().stream().map(PartedPartition::number).toList(),
                    "later logical partitions move up");
            assertNull(table.partition(5).name());
        }
    }

    @Test
    @DisplayName("an overlapping or impossible place is refused and nothing changes")
    void exactOrNotAtAll() throws IOException {
        makeTwo();
        byte[] before = head();
        try (PartedDisk table = PartedDisk.open(loop.path())) {
            assertThrows(
                    PartedException.class, () -> table.add(PartitionKind.NORMAL, new Extent(30 * MIB, 20 * MIB), null));
            assertThrows(IOException.class, () -> table.resize(1, new Extent(MIB, 60 * MIB)));
            assertThrows(
                    IOException.class, () -> table.add(PartitionKind.NORMAL, new Extent(120 * MIB, 9 * MIB), null));
            assertThrows(IOException.class, () -> table.resize(1, new Extent(MIB + 100, MIB)));
            assertThrows(PartedException.class, () -> table.setFlag(1, "nonsense", true));
            assertThrows(PartedException.class, () -> table.setName(1, "x".repeat(37)));
            assertThrows(PartedException.class, () -> table.delete(9));
            assertEquals(
                    List.of(new Extent(MIB, 32 * MIB), new Extent(40 * MIB, 32 * MIB)),
                    table.partitions().stream().map(PartedPartition::extent).toList());
        }
        assertTrue(Arrays.equals(before, head()), "nothing was committed");
    }

    @Test
    @DisplayName("identifiers, names and attributes of a partition survive moving and resizing its entry")
    void identifiersStay() throws IOException {
        makeTwo();
        run("sgdisk", "-A", "2:set:2", "-c", "2:kept", loop.path().toString());
        String before = uuidLine(2);
        try (PartedDisk table = PartedDisk.open(loop.path())) {
            table.resize(2, new Extent(60 * MIB, 40 * MIB));
            table.commit();
        }
        assertEquals(before, uuidLine(2));
        String info = run("sgdisk", "-i", "2", loop.path().toString());
        assertTrue(info.contains("Partition name: 'kept'"), info);
        assertTrue(info.contains("Attribute flags: 0000000000000004"), info);
    }

    @Test
    void aMountedPartitionIsNeitherDeletedNorCutNorReplaced() throws IOException {
        makeTwo();
        BlkpgKernelPartitions.ofThisMachine().add(loop.path(), 1, new Extent(MIB, 32 * MIB));
        run("mkfs.ext4", "-q", "-F", loop.partition(1).toString());
        Path mount = Files.createDirectory(folder.resolve("mount"));
        run("mount", loop.partition(1).toString(), mount.toString());
        try (PartedDisk table = PartedDisk.open(loop.path())) {
            assertThrows(DeviceBusyException.class, () -> table.delete(1));
            assertThrows(DeviceBusyException.class, () -> table.resize(1, new Extent(MIB, 16 * MIB)));
            table.resize(1, new Extent(MIB, 34 * MIB));
        } finally {
            run("umount", mount.toString());
        }
        run("mount", loop.partition(1).toString(), mount.toString());
        try {
            assertThrows(DeviceBusyException.class, () -> PartedDisk.create(loop.path(), "gpt"));
        } finally {
            run("umount", mount.toString());
        }
    }

    @Test
    @DisplayName("reading the table of a grown disk writes nothing; changing it wants the backup moved first")
    void grown() throws IOException {
        makeTwo();
        loop.grow(160 * MIB);
        byte[] before = head();
        PartedTable read = PartedDisk.read(loop.path());
        assertTrue(read.backupNotAtEnd());
        assertEquals(160 * MIB, read.sizeBytes(), "not the size remembered from before");
        PartedException refused = assertThrows(PartedException.class, () -> PartedDisk.open(loop.path()));
        assertTrue(String.valueOf(refused.getMessage()).contains("not at the end"), refused.getMessage());
        assertTrue(Arrays.equals(before, head()));
        try (DirectBlockDevice device = DirectBlockDevice.openExclusive(loop.path())) {
            GptRelocation.relocate(device);
        }
        try (PartedDisk table = PartedDisk.open(loop.path())) {
            table.resize(2, new Extent(40 * MIB, 110 * MIB));
            table.commit();
        }
        assertTrue(run("sgdisk", "-v", loop.path().toString()).contains("No problems found"));
    }

    @Test
    void aDamagedPrimaryIsReadFromItsBackupAndSaid() throws IOException {
        makeTwo();
        try (RandomAccessFile file = new RandomAccessFile(loop.path().toFile(), "rw")) {
            file.seek(512 + 60);
            file.write(0x77);
            file.getFD().sync();
        }
        PartedTable read = PartedDisk.read(loop.path());
        assertEquals(2, read.partitions().size());
        assertTrue(
                read.notes().toString().contains("primary GPT table is corrupt"),
                read.notes().toString());
    }

    private void makeTwo() throws IOException {
        try (PartedDisk table = PartedDisk.create(loop.path(), "gpt")) {
            table.add(PartitionKind.NORMAL, new Extent(MIB, 32 * MIB), "ext4");
            table.add(PartitionKind.NORMAL, new Extent(40 * MIB, 32 * MIB), "ext4");
            table.commit();
        }
    }

    private byte[] head() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(loop.file().toFile(), "r")) {
            byte[] bytes = new byte[1 << 20];
            file.readFully(bytes);
            return bytes;
        }
    }

    private String uuidLine(int number) throws IOException {
        return run("sgdisk", "-i", Integer.toString(number), loop.path().toString())
                .lines()
                .filter(line -> line.startsWith("Partition unique GUID"))
                .findFirst()
                .orElseThrow();
    }

    private static String run(String... argv) throws IOException {
        return new ProcessCommandRunner().run(Command.of(argv)).orThrow().text();
    }
}
