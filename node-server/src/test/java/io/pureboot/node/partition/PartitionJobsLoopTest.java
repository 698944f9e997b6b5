package io.pureboot.node.partition;

import static io.pureboot.node.partition.JobRig.MIB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.linux.block.BlockDevice;
import io.pureboot.linux.block.DirectBlockDevice;
import io.pureboot.linux.block.Extent;
import io.pureboot.linux.block.LoopDevice;
import io.pureboot.node.disk.Disks;
import io.pureboot.node.disk.LogicalChain;
import io.pureboot.node.filesystem.TestFileSystem;
import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.protocol.disk.PartitionInfo;
import io.pureboot.protocol.partition.PartitionJob;
import io.pureboot.protocol.partition.PartitionOperation;
import io.pureboot.protocol.partition.PartitionOperation.Create;
import io.pureboot.protocol.partition.PartitionOperation.Delete;
import io.pureboot.protocol.partition.PartitionOperation.Format;
import io.pureboot.protocol.partition.PartitionOperation.Move;
import io.pureboot.protocol.partition.PartitionOperation.Resize;
import io.pureboot.protocol.partition.PartitionOperation.SetFlag;
import io.pureboot.protocol.partition.PartitionPlan;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import io.pureboot.testing.Prerequisites;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole jobs on real block devices with real file systems. */
class PartitionJobsLoopTest {
    /** With clusters as large as those of disks in use: libparted knows no smaller ones. */
    private static final TestFileSystem FAT32 = new TestFileSystem(
            "fat32", "fat32", List.of("mkfs.vfat", "-F", "32", "-s", "8"), List.of("fsck.vfat", "-n"), null, 300 * MIB);

    @TempDir
    Path folder;

    @BeforeEach
    void tools() {
        Prerequisites.requireLoop();
        Prerequisites.requireTool("sfdisk");
        Prerequisites.requireTool("sgdisk");
        Prerequisites.requireTool("parted");
    }

    @ParameterizedTest
    @CsvSource({"gpt, 512", "gpt, 4096", "mbr, 512"})
    @DisplayName(
            "WF5 PH6 SS10 a blank disk gets table, partitions, file systems and flags in one apply, read back as asked")
    void preparesABlankDisk(String table, int sector) throws IOException {
        try (JobRig rig = new JobRig(folder, 900 * MIB, sector)) {
            rig.complete(
                    new Create(MIB, 300 * MIB, "efi", "fat32", "BOOT", table),
                    new Create(301 * MIB, 64 * MIB, "linux", "ext4", "root", null),
                    new Create(365 * MIB, 16 * MIB, "swap", "swap", "swp", null),
                    new Create(400 * MIB, 200 * MIB, "linux", "btrfs", "data", null),
                    new SetFlag(2, table.equals("gpt") ? "legacy_boot" : "boot", true));
            DiskInfo disk = rig.scan();
            assertEquals(table, disk.partitionTable());
            assertEquals(
                    List.of("fat32 BOOT", "ext4 root", "swap swp", "btrfs data"),
                    disk.partitions().stream()
                            .map(part -> part.filesystem() + " " + part.label())
                            .toList());
            assertEquals(
                    List.of("efi", "linux", "swap", "linux"),
                    disk.partitions().stream().map(PartitionInfo::type).toList());
            assertEquals(400 * MIB, disk.partitions().get(3).startBytes());
            assertEquals(200 * MIB, disk.partitions().get(3).sizeBytes());
            assertTrue(disk.partitions().get(1).flags().contains(table.equals("gpt") ? "legacy_boot" : "boot"));
            rig.verifyTable();
            assertEquals("create running", rig.events.getFirst());
            assertEquals("set_flag completed", rig.events.getLast());
            assertEquals(10, rig.events.size(), rig.events.toString());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ext4, 300, 160, 420",
        "ext3, 300, 160, 420",
        "ext2 with 1 KiB blocks, 200, 100, 300",
        "btrfs, 420, 300, 500",
        "ntfs, 200, 120, 300",
        "fat32, 400, 300, 500"
    })
    @DisplayName(
            "FM1 FM2 FM7 FM8 FM10 FM11 FM13 FM14 PH7 shrunk and grown: every file as it was, fsck clean, size exact")
    void shrinksAndGrows(String title, int first, int small, int large) throws IOException {
        TestFileSystem kind = title.equals("fat32") ? FAT32 : TestFileSystem.named(title);
        kind.require();
        try (JobRig rig = new JobRig(folder, 600 * MIB, 512)) {
            rig.complete(new Create(MIB, first * MIB, "linux", kind.name(), "L", "gpt"));
            Map<String, String> files = fill(kind, rig.node(1));
            rig.complete(new Resize(1, small * MIB));
            verify(rig, kind, files, small * MIB);
            rig.complete(new Resize(1, large * MIB));
            verify(rig, kind, files, large * MIB);
            rig.verifyTable();
        }
    }

    private Map<String, String> fill(TestFileSystem kind, Path node) throws IOException {
        return kind.makeFilled(node, folder);
    }

    private void verify(JobRig rig, TestFileSystem kind, Map<String, String> files, long size) throws IOException {
        PartitionInfo part = rig.partition(1);
        assertEquals(size, part.sizeBytes());
        kind.fsck(rig.node(1));
        assertEquals(files, kind.hashes(rig.node(1), folder));
    }

    @Test
    @DisplayName("FM4 FM5 xfs grows with its files, and its shrinking is refused with the disk untouched")
    void xfs() throws IOException {
        TestFileSystem kind = TestFileSystem.named("xfs");
        kind.require();
        try (JobRig rig = new JobRig(folder, 600 * MIB, 512)) {
            rig.complete(new Create(MIB, 330 * MIB, "linux", "xfs", "L", "gpt"));
            Map<String, String> files = fill(kind, rig.node(1));
            assertEquals(false, rig.partition(1).canShrink());
            String before = Disks.output("sha256sum", rig.device());
            ProblemException refused = assertThrows(ProblemException.class, () -> rig.run(new Resize(1, 310 * MIB)));
            assertTrue(refused.detail().contains("XFS file systems cannot be made smaller"), refused.detail());
            assertEquals(before, Disks.output("sha256sum", rig.device()));
            rig.complete(new Resize(1, 500 * MIB));
            verify(rig, kind, files, 500 * MIB);
            kind.mounted(
                    rig.node(1),
                    folder,
                    mount -> assertTrue(
                            mount.toFile().getTotalSpace() > 400 * MIB, "the file system fills the partition"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"xfs", "btrfs"})
    @DisplayName("FM6 FM12 grown while it is mounted, files stay open")
    void growsMounted(String title) throws IOException {
        TestFileSystem kind = TestFileSystem.named(title);
        kind.require();
        try (JobRig rig = new JobRig(folder, 600 * MIB, 512)) {
            rig.complete(new Create(MIB, 330 * MIB, "linux", title, null, "gpt"));
            Map<String, String> files = fill(kind, rig.node(1));
            kind.mounted(rig.node(1), folder, mount -> {
                try (var open = Files.newInputStream(mount.resolve("large.bin"))) {
                    assertTrue(open.read() >= 0);
                    rig.complete(new Resize(1, 560 * MIB));
                    assertTrue(mount.toFile().getTotalSpace() > 450 * MIB);
                    open.readAllBytes();
                }
                assertThrows(ProblemException.class, () -> rig.run(new Delete(1)));
                assertThrows(ProblemException.class, () -> rig.run(new Format(1, "ext4", null)));
                assertThrows(ProblemException.class, () -> rig.run(new Move(1, 10 * MIB)));
            });
            verify(rig, kind, files, 560 * MIB);
        }
    }

    @ParameterizedTest
    @CsvSource({"ntfs, ntfs", "xfs, xfs"})
    @DisplayName("FM9 OP3 OP4 a mounted ntfs does not grow; a partition in use is not deleted nor formatted")
    void mounted(String title, String name) throws IOException {
        TestFileSystem kind = TestFileSystem.named(title);
        kind.require();
        try (JobRig rig = new JobRig(folder, 600 * MIB, 512)) {
            rig.complete(new Create(MIB, 330 * MIB, "linux", name, null, "gpt"));
            kind.mounted(rig.node(1), folder, mount -> {
                assertThrows(ProblemException.class, () -> rig.run(new Delete(1)));
                assertThrows(ProblemException.class, () -> rig.run(new Format(1, "ext4", null)));
                if (name.equals("ntfs")) {
                    ProblemException refused =
                            assertThrows(ProblemException.class, () -> rig.run(new Resize(1, 400 * MIB)));
                    assertTrue(refused.detail().contains("mounted"), refused.detail());
                }
            });
        }
    }

    @ParameterizedTest
    @CsvSource({"200, 40", "40, 200", "100, 101", "101, 100"})
    @DisplayName("OP6 a partition moves either way, overlapping itself, with every file")
    void moves(long from, long to) throws IOException {
        TestFileSystem kind = TestFileSystem.named("ext4");
        try (JobRig rig = new JobRig(folder, 500 * MIB, 512)) {
            rig.complete(new Create(from * MIB, 220 * MIB, "linux", "ext4", "L", "gpt"));
            Map<String, String> files = fill(kind, rig.node(1));
            String uuid = rig.partition(1).uuid();
            rig.complete(new Move(1, to * MIB));
            assertEquals(to * MIB, rig.partition(1).startBytes());
            assertEquals(uuid, rig.partition(1).uuid(), "the partition keeps its identifier");
            verify(rig, kind, files, 220 * MIB);
            rig.verifyTable();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ntfs", "fat32"})
    @DisplayName("OP4 OP6 the boot sector of FAT and NTFS says where the partition begins, also after a move")
    void bootSectors(String filesystem) throws IOException {
        TestFileSystem kind = filesystem.equals("fat32") ? FAT32 : TestFileSystem.named(filesystem);
        kind.require();
        try (JobRig rig = new JobRig(folder, 600 * MIB, 512)) {
            rig.complete(new Create(10 * MIB, 300 * MIB, "msdata", filesystem, "L", "gpt"));
            assertEquals(10 * MIB / 512, hiddenSectors(rig));
            Map<String, String> files = fill(kind, rig.node(1));
            rig.complete(new Move(1, 30 * MIB));
            assertEquals(30 * MIB / 512, hiddenSectors(rig));
            verify(rig, kind, files, 300 * MIB);
        }
    }

    private static long hiddenSectors(JobRig rig) throws IOException {
        try (var in = Files.newInputStream(rig.node(1))) {
            return java.nio.ByteBuffer.wrap(in.readNBytes(512))
                    .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                    .getInt(0x1c);
        }
    }

    @Test
    @DisplayName("what was deleted and written over is not undone, and the job says so")
    void noUndoOverADeletedPartition() throws IOException {
        try (JobRig rig = new JobRig(folder, 400 * MIB, 512)) {
            rig.complete(new Create(MIB, 100 * MIB, "linux", "ext4", "one", "gpt"));
            rig.noticesLeft.set(1);
            PartitionJob job = rig.run(new Delete(1), new Create(50 * MIB, 100 * MIB, "linux", "ext4", "two", null));
            rig.restart();
            assertEquals(null, rig.jobs().get(job.id()).undoExcuse(), "only the entry is gone so far");
            assertEquals("undone", rig.undo(job.id()).state());
            assertEquals("one", rig.partition(1).label());
            rig.noticesLeft.set(5);
            job = rig.run(new Delete(1), new Create(50 * MIB, 100 * MIB, "linux", "ext4", "two", null));
            rig.restart();
            String excuse = String.valueOf(rig.jobs().get(job.id()).undoExcuse());
            assertTrue(excuse.contains("space of a deleted partition"), excuse);
            assertEquals("completed", rig.proceed(job.id()).state());
        }
    }

    @Test
    @DisplayName("OP3 logical partitions: deleted, made, moved and resized in one apply, each meant one touched")
    void logicals() throws IOException {
        TestFileSystem kind = TestFileSystem.named("ext4");
        try (JobRig rig = new JobRig(folder, 700 * MIB, 512)) {
            rig.complete(
                    new Create(MIB, 20 * MIB, "primary", "ext4", null, "mbr"),
                    new Create(30 * MIB, 600 * MIB, "extended", null, null, null),
                    new Create(31 * MIB, 40 * MIB, "logical", "ext4", "five", null),
                    new Create(80 * MIB, 120 * MIB, "logical", "ext4", "six", null),
                    new Create(300 * MIB, 40 * MIB, "logical", "ext4", "seven", null));
            Map<String, String> files = fill(kind, rig.node(6));
            rig.complete(
                    new Delete(5),
                    new Move(6, 40 * MIB),
                    new Resize(6, 200 * MIB),
                    new Create(400 * MIB, 50 * MIB, "logical", "swap", "new", null),
                    new Resize(2, 480 * MIB));
            assertEquals(480 * MIB, rig.partition(2).sizeBytes(), "the extended one was made smaller");
            assertEquals(
                    List.of("1 1", "2 30", "5 40", "6 300", "7 400"),
                    rig.scan().partitions().stream()
                            .map(part -> part.number() + " " + part.startBytes() / MIB)
                            .toList());
            assertEquals(files, kind.hashes(rig.node(5), folder));
            kind.fsck(rig.node(5));
            assertEquals("seven", rig.partition(6).label());
            rig.verifyTable();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt", "mbr"})
    @DisplayName("OP5 every flag that can be set is read back as the plan has it, and so it is when cleared")
    void everyFlag(String table) throws IOException {
        try (JobRig rig = new JobRig(folder, 200 * MIB, 512)) {
            rig.complete(
                    new Create(MIB, 20 * MIB, "linux", "ext4", null, table),
                    new Create(30 * MIB, 40 * MIB, null, "fat32", null, null),
                    new Create(80 * MIB, 20 * MIB, null, "ntfs", null, null),
                    new Create(110 * MIB, 20 * MIB, null, "swap", null, null));
            List<String> flags = new ArrayList<>(
                    List.of("boot", "hidden", "lba", "swap", "lvm", "raid", "esp", "diag", "irst", "bls_boot", "prep"));
            if (table.equals("gpt")) {
                flags.remove("lba");
                flags.addAll(List.of("bios_grub", "msftdata", "msftres", "legacy_boot"));
            }
            List<SetFlag> set = new ArrayList<>();
            for (int i = 0; i <= flags.size(); i++) {
                DiskInfo disk = rig.scan();
                List<PartitionOperation> work = new ArrayList<>();
                for (SetFlag before : set) {
                    addFeasible(work, disk, new SetFlag(before.partition(), before.flag(), false));
                }
                set.clear();
                // Each on two of the four, by turns: that is the slow part.
                for (int number : i < flags.size() ? new int[] {i % 4 + 1, (i + 3) % 4 + 1} : new int[0]) {
                    SetFlag next = new SetFlag(number, flags.get(i), true);
                    if (addFeasible(work, disk, next)) {
                        set.add(next);
                    }
                }
                rig.complete(work.toArray(PartitionOperation[]::new));
                assertEquals(flags(PartitionPlan.of(disk, work).after()), flags(rig.scan()), work.toString());
            }
            rig.verifyTable();
        }
    }

    private static boolean addFeasible(List<PartitionOperation> work, DiskInfo disk, PartitionOperation next) {
        work.add(next);
        boolean feasible = PartitionPlan.of(disk, work).feasible();
        if (!feasible) {
            work.removeLast();
        }
        return feasible;
    }

    private static List<String> flags(DiskInfo disk) {
        return disk.partitions().stream()
                .map(part -> part.number() + " " + part.type() + " "
                        + part.flags().stream().sorted().toList())
                .toList();
    }

    @Test
    @DisplayName(
            "X1 X16 nothing is planned or begun on a disk whose chain of logical partitions is broken: what is missing"
                    + " in the list would be lost")
    void brokenChain() throws IOException {
        try (JobRig rig = new JobRig(folder, 200 * MIB, 512)) {
            rig.complete(
                    new Create(MIB, 150 * MIB, "extended", null, null, "mbr"),
                    new Create(2 * MIB, 40 * MIB, "logical", "ext4", null, null),
                    new Create(60 * MIB, 40 * MIB, "logical", "ext4", null, null));
            long record = LogicalChain.secondRecord(rig.loop.path());
            try (BlockDevice disk = DirectBlockDevice.openShared(rig.loop.path())) {
                disk.zero(new Extent(record, 512));
            }
            String before = Disks.output("sha256sum", rig.device());
            List<PartitionJob> jobs = rig.jobs().all();
            ProblemException refused = assertThrows(
                    ProblemException.class,
                    () -> rig.run(new Create(70 * MIB, 10 * MIB, "logical", "ext4", null, null)));
            assertEquals(ProblemType.PLAN_REJECTED, refused.type());
            assertTrue(refused.detail().contains("is broken at sector " + record / 512), refused.detail());
            assertThrows(ProblemException.class, () -> rig.run(new Delete(5)));
            rig.restart();
            assertEquals(jobs.size(), rig.jobs().all().size());
            assertEquals(before, Disks.output("sha256sum", rig.device()));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 4096})
    @DisplayName("OP2 OP3 OP6 a logical partition made in a gap in front of others has the last number, and all goes on"
            + " with it: made, moved, undone, deleted")
    void logicalInAGap(int sector) throws IOException {
        TestFileSystem kind = TestFileSystem.named("ext4");
        kind.require();
        try (JobRig rig = new JobRig(folder, 500 * MIB, sector)) {
            rig.complete(
                    new Create(MIB, 490 * MIB, "extended", null, null, "mbr"),
                    new Create(2 * MIB, 50 * MIB, "logical", "ext4", "a", null),
                    new Create(300 * MIB, 100 * MIB, "logical", "ext4", "b", null));
            Map<String, String> files = fill(kind, rig.node(6));
            rig.complete(new Create(100 * MIB, 60 * MIB, "logical", "ext4", "c", null));
            assertEquals(List.of("1 1", "5 2", "6 300", "7 100"), places(rig));
            Map<String, String> others = fill(kind, rig.node(7));
            rig.verifyTable();
            rig.noticesLeft.set(9);
            String id = rig.run(
                            new Move(7, 200 * MIB),
                            new Create(100 * MIB, 8 * MIB, "logical", "swap", null, null),
                            new Delete(5),
                            new Move(6, 380 * MIB))
                    .id();
            rig.restart();
            assertEquals("undone", rig.undo(id).state());
            assertEquals(List.of("1 1", "5 2", "6 300", "7 100"), places(rig));
            rig.verifyTable();
            rig.complete(
                    new Move(7, 200 * MIB),
                    new Create(100 * MIB, 8 * MIB, "logical", "swap", null, null),
                    new Delete(5),
                    new Move(6, 380 * MIB));
            assertEquals(List.of("1 1", "5 380", "6 200", "7 100"), places(rig));
            rig.verifyTable();
            kind.fsck(rig.node(5));
            kind.fsck(rig.node(6));
            assertEquals(files, kind.hashes(rig.node(5), folder));
            assertEquals(others, kind.hashes(rig.node(6), folder));
        }
    }

    private static List<String> places(JobRig rig) throws IOException {
        return rig.scan().partitions().stream()
                .map(part -> part.number() + " " + part.startBytes() / MIB)
                .toList();
    }

    @Test
    @DisplayName(
            "X1 OP3 OP6 the entries of a hybrid MBR stay and follow their partitions; undone, they are as they were")
    void hybrid() throws IOException {
        try (JobRig rig = new JobRig(folder, 300 * MIB, 512)) {
            rig.complete(
                    new Create(MIB, 40 * MIB, "linux", null, null, "gpt"),
                    new Create(60 * MIB, 40 * MIB, "linux", "ext4", "two", null),
                    new Create(120 * MIB, 40 * MIB, "linux", null, null, null));
            Disks.output("sgdisk", "--hybrid=1:2", rig.device());
            assertEquals(List.of("ee 0", "83 1+40", "83 60+40"), bootRecord(rig));
            rig.complete(new SetFlag(1, "legacy_boot", true), new Move(2, 70 * MIB), new Resize(2, 45 * MIB));
            assertEquals(List.of("ee 0", "83 1+40", "83 70+45"), bootRecord(rig));
            rig.complete(new Move(2, 60 * MIB), new Format(3, "ext4", "three"));
            assertEquals(List.of("ee 0", "83 1+40", "83 60+45"), bootRecord(rig));

            rig.noticesLeft.set(2);
            String id = rig.run(new Delete(1), new Delete(2), new Delete(3)).id();
            rig.restart();
            assertEquals(List.of("ee 0", "83 60+45"), bootRecord(rig));
            assertEquals("undone", rig.undo(id).state());
            assertEquals(List.of("ee 0", "83 1+40", "83 60+45"), bootRecord(rig));
            assertTrue(rig.scan().warnings().toString().contains("hybrid"), "which the page says");
            rig.complete(new Delete(1), new Delete(2));
            assertEquals(List.of("ee 0"), bootRecord(rig), "protective alone when nothing is left to list");
            rig.verifyTable();
        }
    }

    /** The used entries of the MBR: type, then start and size in MiB, the protective one's rounded off. */
    private static List<String> bootRecord(JobRig rig) throws IOException {
        ByteBuffer sector = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
        try (BlockDevice disk = DirectBlockDevice.openReadOnly(rig.loop.path())) {
            assertEquals(512, disk.read(sector, 0));
        }
        List<String> entries = new ArrayList<>();
        for (int at = 446; at < 510; at += 16) {
            int type = sector.get(at + 4) & 0xFF;
            String place = sector.getInt(at + 8) / 2048 + (type == 0xEE ? "" : "+" + sector.getInt(at + 12) / 2048);
            if (type != 0) {
                entries.add(Integer.toHexString(type) + " " + place);
            }
        }
        return entries;
    }

    @Test
    @DisplayName("OP2 a partition created in a gap gets its own number, and only it is formatted")
    void createInAGap() throws IOException {
        TestFileSystem kind = TestFileSystem.named("ext4");
        try (JobRig rig = new JobRig(folder, 500 * MIB, 512)) {
            rig.complete(
                    new Create(MIB, 20 * MIB, "linux", "ext4", "one", "gpt"),
                    new Create(300 * MIB, 120 * MIB, "linux", "ext4", "two", null));
            Map<String, String> files = fill(kind, rig.node(2));
            rig.complete(new Create(100 * MIB, 50 * MIB, "linux", "ext4", "three", null));
            assertEquals(100 * MIB, rig.partition(3).startBytes());
            assertEquals("three", rig.partition(3).label());
            assertEquals(files, kind.hashes(rig.node(2), folder));
        }
    }

    @Test
    @DisplayName("WF4 X13 a disk that has grown: from scan to a grown file system in one apply")
    void enlargedDisk() throws IOException {
        TestFileSystem kind = TestFileSystem.named("ext4");
        try (JobRig rig = new JobRig(folder, 300 * MIB, 512)) {
            rig.complete(new Create(MIB, 250 * MIB, "linux", "ext4", "root", "gpt"));
            Map<String, String> files = fill(kind, rig.node(1));
            rig.loop.grow(600 * MIB);
            assertTrue(rig.scan().warnings().toString().contains("not at the end of the disk"));
            long room = 600 * MIB - 33 * 512 - MIB;
            rig.complete(new Resize(1, room));
            verify(rig, kind, files, room);
            rig.verifyTable();
            kind.mounted(rig.node(1), folder, mount -> assertTrue(mount.toFile().getTotalSpace() > 540 * MIB));
        }
    }

    @Test
    @DisplayName("ED7 X3 a layout that changed since is refused with 409, and nothing is done")
    void changedLayout() throws IOException {
        try (JobRig rig = new JobRig(folder, 300 * MIB, 512)) {
            rig.complete(new Create(MIB, 20 * MIB, "linux", "ext4", null, "gpt"));
            String old = rig.scan().fingerprint();
            rig.complete(new Create(100 * MIB, 20 * MIB, "linux", "ext4", null, null));
            ProblemException refused = assertThrows(
                    ProblemException.class,
                    () -> rig.jobs().start("job-1", rig.device(), old, List.of(JobOperation.of("a", new Delete(1)))));
            assertEquals(ProblemType.TABLE_CHANGED, refused.type());
            assertEquals(409, refused.type().status());
            assertEquals(2, rig.scan().partitions().size());
        }
    }

    @Test
    @DisplayName(
            "EV9 a step that fails stops the rest; what was done can be undone; the table's backup comes back by one call")
    void failureAndRestore() throws IOException {
        try (JobRig rig = new JobRig(folder, 400 * MIB, 512)) {
            rig.complete(
                    new Create(MIB, 100 * MIB, "linux", "ext4", "one", "gpt"),
                    new Create(200 * MIB, 100 * MIB, "linux", "ext4", "two", null));
            // A superblock that says nothing of how little is left of the group descriptors.
            Disks.write(rig.node(2), 4096, new byte[65536]);
            rig.events.clear();
            PartitionJob failed =
                    rig.run(new SetFlag(1, "legacy_boot", true), new Move(1, 2 * MIB), new Resize(2, 150 * MIB));
            assertEquals("failed", failed.state());
            assertTrue(String.valueOf(failed.error()).contains("e2fsck"), String.valueOf(failed.error()));
            assertEquals(
                    List.of("completed", "completed", "failed"),
                    failed.operations().stream()
                            .map(PartitionJob.Operation::status)
                            .toList());
            assertEquals("resize failed", rig.events.getLast());
            assertThrows(ProblemException.class, () -> rig.run(new Delete(2)), "the stopped job keeps its disk");

            assertEquals("undone", rig.undo(failed.id()).state());
            assertEquals(MIB, rig.partition(1).startBytes());
            assertEquals(List.of(), rig.partition(1).flags());
            assertEquals(100 * MIB, rig.partition(2).sizeBytes());

            Disks.partition(rig.loop.path(), "label: gpt\nstart=2048, size=2048\n");
            rig.jobs().restoreTable(failed.id());
            assertEquals(2, rig.scan().partitions().size());
            assertEquals(200 * MIB, rig.partition(2).startBytes());
            rig.verifyTable();
        }
    }

    @Test
    @DisplayName("a job that can neither go on nor be undone is given up, and its disk is free for others")
    void abandoned() throws IOException {
        try (JobRig rig = new JobRig(folder, 400 * MIB, 512)) {
            rig.complete(
                    new Create(MIB, 100 * MIB, "linux", "ext4", "one", "gpt"),
                    new Create(200 * MIB, 100 * MIB, "linux", "ext4", "two", null));
            Disks.write(rig.node(2), 4096, new byte[65536]);
            PartitionJob failed = rig.run(new Format(1, "ext4", "new"), new Resize(2, 150 * MIB));
            assertEquals("failed", failed.state());
            assertThrows(ProblemException.class, () -> rig.undo(failed.id()));
            assertEquals("failed", rig.proceed(failed.id()).state());
            PartitionJob given = rig.jobs().abandon(failed.id());
            assertEquals("abandoned", given.state());
            assertEquals("failed", given.operations().getLast().status());
            rig.complete(new Format(2, "ext4", "two"));
            rig.restart();
            assertEquals("abandoned", rig.jobs().get(failed.id()).state());
            assertThrows(ProblemException.class, () -> rig.jobs().abandon(failed.id()));

            rig.writesLeft.set(0);
            PartitionJob cut = rig.run(new Move(1, 2 * MIB));
            rig.restart();
            ProblemException refused =
                    assertThrows(ProblemException.class, () -> rig.jobs().abandon(cut.id()));
            assertTrue(refused.detail().contains("Continue or undo"), refused.detail());
            assertEquals("undone", rig.undo(cut.id()).state());
        }
    }

    @Test
    @DisplayName("X3 a job that stopped does not go on over a table that others have changed since")
    void changedWhileStopped() throws IOException {
        try (JobRig rig = new JobRig(folder, 400 * MIB, 512)) {
            rig.complete(new Create(100 * MIB, 100 * MIB, "linux", "ext4", "one", "gpt"));
            rig.writesLeft.set(1);
            PartitionJob cut = rig.run(new Move(1, 90 * MIB));
            rig.restart();
            assertTrue(rig.jobs().claim(rig.device()).isPresent(), "no clone takes this disk");
            Disks.partition(rig.loop.path(), "label: gpt\nstart=4096, size=204800\n");
            Disks.output("partx", "-u", rig.device());
            String now = Disks.output("sha256sum", rig.device());
            for (boolean undo : new boolean[] {false, true}) {
                ProblemException refused = assertThrows(ProblemException.class, () -> {
                    PartitionJob ignored = undo ? rig.undo(cut.id()) : rig.proceed(cut.id());
                });
                assertEquals(ProblemType.TABLE_CHANGED, refused.type());
            }
            assertEquals(now, Disks.output("sha256sum", rig.device()));
            assertEquals("abandoned", rig.jobs().abandon(cut.id()).state());
            assertTrue(rig.jobs().claim(rig.device()).isEmpty());
            rig.complete(new Format(1, "ext4", "new"));
        }
    }

    @Test
    @DisplayName("X4 nothing is begun on a disk that a clone of this node is at")
    void claimedByAClone() throws IOException {
        try (JobRig rig = new JobRig(folder, 100 * MIB, 512)) {
            rig.jobs().otherClaims(device -> Optional.of("A clone reads " + device + "."));
            ProblemException refused = assertThrows(
                    ProblemException.class, () -> rig.run(new Create(MIB, 20 * MIB, "linux", "ext4", null, "gpt")));
            assertEquals(ProblemType.DEVICE_BUSY, refused.type());
            assertEquals("unknown", rig.scan().partitionTable());
        }
    }

    @Test
    @DisplayName("cancelled between steps, then continued")
    void cancelled() throws IOException {
        try (JobRig rig = new JobRig(folder, 400 * MIB, 512)) {
            rig.complete(new Create(MIB, 100 * MIB, "linux", "ext4", "one", "gpt"));
            List<JobOperation> operations = List.of(
                    JobOperation.of("a", new SetFlag(1, "legacy_boot", true)),
                    JobOperation.of("b", new Move(1, 150 * MIB)),
                    JobOperation.of("c", new SetFlag(1, "hidden", true)));
            rig.jobs().start("job-c", rig.device(), null, operations);
            rig.jobs().cancel("job-c");
            PartitionJob job = rig.ended("job-c");
            if (!job.state().equals("completed")) {
                assertEquals("cancelled", job.state(), String.valueOf(job.error()));
                job = rig.proceed("job-c");
            }
            assertEquals("completed", job.state(), String.valueOf(job.error()));
            assertEquals(150 * MIB, rig.partition(1).startBytes());
            assertEquals(job, rig.jobs().start("job-c", rig.device(), null, operations), "not begun a second time");
        }
    }

    @Test
    @DisplayName("a formatted partition's job says why it cannot be undone")
    void undoExcuse() throws IOException {
        try (JobRig rig = new JobRig(folder, 400 * MIB, 512)) {
            rig.complete(new Create(MIB, 100 * MIB, "linux", "ext4", "one", "gpt"));
            rig.noticesLeft.set(3);
            PartitionJob job = rig.run(new Format(1, "ext4", "new"), new SetFlag(1, "hidden", true));
            rig.restart();
            job = rig.jobs().get(job.id());
            assertEquals("interrupted", job.state());
            String id = job.id();
            ProblemException refused = assertThrows(ProblemException.class, () -> rig.undo(id));
            assertTrue(refused.detail().contains("was formatted"), refused.detail());
            assertEquals("completed", rig.proceed(id).state());
            assertEquals("new", rig.partition(1).label());
        }
    }

    @Test
    void aDiskHeldByAnotherProgramIsRefused() throws IOException {
        try (JobRig rig = new JobRig(folder, 400 * MIB, 512);
                LoopDevice other = LoopDevice.create(folder.resolve("other.img"), 10 * MIB, 512)) {
            rig.complete(new Create(MIB, 100 * MIB, "linux", "swap", "one", "gpt"));
            Disks.output("swapon", rig.node(1).toString());
            try {
                assertThrows(ProblemException.class, () -> rig.run(new Delete(1)));
                assertThrows(ProblemException.class, () -> rig.run(new Resize(1, 50 * MIB)));
            } finally {
                Disks.output("swapoff", rig.node(1).toString());
            }
            assertThrows(
                    ProblemException.class,
                    () -> rig.jobs().start("x", other.path().toString(), null, List.of()),
                    "not among the disks of this node");
        }
    }
}
