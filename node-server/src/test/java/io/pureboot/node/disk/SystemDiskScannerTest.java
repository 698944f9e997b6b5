package io.pureboot.node.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.linux.block.LoopDevice;
import io.pureboot.linux.sysfs.BlockDevices;
import io.pureboot.linux.sysfs.InUse;
import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.protocol.disk.PartitionInfo;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import io.pureboot.testing.Prerequisites;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemDiskScannerTest {
    private static final long MIB = 1 << 20;
    private static final Instant NOW = Instant.parse("2026-01-23T10:00:00Z");

    /** ESP, ext4, xfs, btrfs, ntfs, exfat, swap, unformatted. */
    private static final String SCRIPT = """
            label: gpt
            size=300M, type=U, name="ESP"
            size=64M, type=L, name="root"
            size=320M, type=L
            size=256M, type=L
            size=48M, type=EBD0A0A2-B9E5-4433-87C0-68B6B72699C7
            size=48M, type=EBD0A0A2-B9E5-4433-87C0-68B6B72699C7
            size=16M, type=S
            size=16M, type=L, name="empty"
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void prerequisites() {
        Prerequisites.requireLoop();
        for (String tool : List.of("mkfs.ext4", "mkfs.xfs", "mkfs.btrfs", "mkfs.ntfs", "mkfs.vfat", "mkfs.exfat")) {
            Prerequisites.requireTool(tool);
        }
    }

    @Test
    @DisplayName(
            "SD1 SD2 SD3 SD4 SD5 SD6 SD7 SD8 SPA1 SPA2 SPA3 SPA4 SPA5 SPA6 SPA7 SPA8 SPA9 SPA10 SPA11 SPA12 SPA13 PJ1 PJ2 PJ3 PJ4 PJ5 PJ6 PJ7 PJ8 PJ9 PJ10 TD3 TD4 TD5 TD6 TD7 TD8 TD9 FM4 PK10: every field of a disk with eight kinds of partition")
    void everyField() throws IOException {
        try (LoopDevice loop = LoopDevice.create(folder.resolve("disk.img"), 1100 * MIB, 512)) {
            Disks.partition(loop.path(), SCRIPT);
            loop.showPartitions();
            format(loop);
            DiskInfo disk = scan(loop);

            assertEquals(loop.path().toString(), disk.device());
            assertEquals(1100 * MIB, disk.sizeBytes());
            assertEquals("1.1 GiB", disk.sizeHuman());
            assertNull(disk.model());
            assertNull(disk.serial());
            assertEquals("gpt", disk.partitionTable());
            assertEquals(NOW, disk.scannedAt());
            assertEquals(512, disk.logicalSectorSize());
            assertEquals("loop", disk.transport());
            assertEquals(List.of(), disk.warnings());
            assertEquals(List.of(), disk.inUse());
            assertEquals(
                    List.of("efi", "linux", "linux", "linux", "msdata", "msdata", "swap", "linux"),
                    disk.partitions().stream().map(PartitionInfo::type).toList());
            assertEquals(
                    List.of("fat32", "ext4", "xfs", "btrfs", "ntfs", "exfat", "swap", "none"),
                    disk.partitions().stream()
                            .map(part -> part.filesystem() == null ? "none" : part.filesystem())
                            .toList());
            assertEquals(
                    List.of("EFI", "Wurzel ★", "xlabel", "blabel", "nlabel", "elabel", "slabel", "empty"),
                    disk.partitions().stream().map(PartitionInfo::label).toList());
            PartitionInfo root = disk.partitions().get(1);
            assertEquals(2, root.number());
            assertEquals(301 * MIB, root.startBytes());
            assertEquals(365 * MIB, root.endBytes());
            assertEquals(64 * MIB, root.sizeBytes());
            assertEquals("64.0 MiB", root.sizeHuman());
            assertEquals("root", root.name());
            assertEquals(List.of(), root.flags());
            assertEquals(List.of("boot", "esp"), disk.partitions().getFirst().flags());
            assertNull(root.mountpoint());
            assertNotNull(root.uuid());
            assertNotNull(root.filesystemUuid());
            assertNotNull(root.usedPercent());
            assertEquals(Math.round(1000.0 * used(root) / root.sizeBytes()) / 10.0, root.usedPercent());
            for (PartitionInfo part : disk.partitions().subList(0, 7)) {
                assertTrue(used(part) > 0 && used(part) <= part.sizeBytes(), part::toString);
                assertEquals(List.of(), part.warnings());
            }
        }
    }

    @Test
    @DisplayName("SPA12 SPA13 FM4: who can shrink and how far is the tool's own word; xfs can_shrink=false")
    void minimumSizes() throws IOException {
        try (LoopDevice loop = LoopDevice.create(folder.resolve("disk.img"), 1100 * MIB, 512)) {
            Disks.partition(loop.path(), SCRIPT);
            loop.showPartitions();
            format(loop);
            List<PartitionInfo> parts = scan(loop).partitions();

            String theirs = Disks.output("resize2fs", "-P", loop.partition(2).toString());
            long blocks = Long.parseLong(theirs.replaceAll("(?s).*: (\\d+).*", "$1"));
            assertEquals(blocks * 1024, parts.get(1).minSizeBytes());
            assertTrue(parts.get(1).canShrink());

            assertEquals(320 * MIB, parts.get(2).minSizeBytes());
            assertFalse(parts.get(2).canShrink());
            assertTrue(excuse(parts.get(2)).contains("XFS"));

            String resize = Disks.output(
                    "ntfsresize", "-i", "-f", "-P", loop.partition(5).toString());
            long bytes = Long.parseLong(resize.replaceAll("(?s).*resize at (\\d+) bytes.*", "$1"));
            assertEquals(bytes, parts.get(4).minSizeBytes());
            assertTrue(parts.get(4).canShrink());

            assertTrue(parts.getFirst().canShrink(), () -> excuse(parts.getFirst()));
            assertEquals(257 * MIB, parts.getFirst().minSizeBytes(), "65525 clusters of 4 KiB and what goes with them");
            assertTrue(parts.get(3).canShrink(), () -> excuse(parts.get(3)));
            for (int fixed : new int[] {5, 6, 7}) {
                assertFalse(parts.get(fixed).canShrink());
                assertFalse(excuse(parts.get(fixed)).isEmpty());
            }
        }
    }

    @Test
    @DisplayName("A kernel that shows no partitions changes nothing but the device's name being a promise")
    void withoutPartitionNodes() throws IOException {
        try (LoopDevice loop = LoopDevice.create(folder.resolve("disk.img"), 1100 * MIB, 512)) {
            Disks.partition(loop.path(), SCRIPT);
            loop.showPartitions();
            format(loop);
            DiskInfo with = scan(loop);
            Disks.run(loop.path(), "partx", "-d");
            DiskInfo without = scan(loop);
            assertEquals(with, without);
            assertEquals(loop.path() + "p2", without.partitions().get(1).device());
        }
    }

    @Test
    @DisplayName("CM6 a look is a scan without used space and minimum sizes, and asks no file system's tool")
    void look() throws IOException {
        try (LoopDevice loop = LoopDevice.create(folder.resolve("disk.img"), 1100 * MIB, 512)) {
            Disks.partition(loop.path(), SCRIPT);
            loop.showPartitions();
            format(loop);
            Set<String> tools = new ConcurrentSkipListSet<>();
            SystemDiskScanner scanner = new SystemDiskScanner(
                    BlockDevices.ofThisMachine(),
                    InUse.ofThisMachine(),
                    command -> {
                        tools.add(command.argv().getFirst());
                        return Disks.RUNNER.run(command);
                    },
                    Optional.of(List.of(loop.path().toString())),
                    Clock.fixed(NOW, ZoneOffset.UTC));
            DiskInfo look = scanner.look(loop.path().toString());
            assertEquals(Set.of("blkid"), tools);
            DiskInfo scan = scan(loop);
            assertEquals(scan.fingerprint(), look.fingerprint());
            assertEquals(scan.identity(), look.identity());
            assertEquals(scan.inUse(), look.inUse());
            assertEquals(scan.warnings(), look.warnings());
            for (int at = 0; at < scan.partitions().size(); at++) {
                PartitionInfo scanned = scan.partitions().get(at);
                PartitionInfo looked = look.partitions().get(at);
                assertEquals(scanned.filesystem(), looked.filesystem());
                assertEquals(scanned.startBytes(), looked.startBytes());
                assertEquals(scanned.sizeBytes(), looked.sizeBytes());
                assertEquals(scanned.type(), looked.type());
                assertNull(looked.usedBytes());
                assertNull(looked.minSizeBytes());
                assertFalse(looked.canShrink());
            }
        }
    }

    @Test
    @DisplayName("One disk with eight partitions is scanned in well under a second")
    void fast() throws IOException {
        try (LoopDevice loop = LoopDevice.create(folder.resolve("disk.img"), 1100 * MIB, 512)) {
            Disks.partition(loop.path(), SCRIPT);
            loop.showPartitions();
            format(loop);
            scan(loop);
            long best = Long.MAX_VALUE;
            for (int i = 0; i < 3; i++) {
                long start = System.nanoTime();
                scan(loop);
                best = Math.min(best, System.nanoTime() - start);
            }
            System.out.println("scan of eight partitions: " + best / 1_000_000 + " ms");
            assertTrue(best < Duration.ofMillis(1500).toNanos(), "took " + best / 1_000_000 + " ms");
        }
    }

    @Test
    @DisplayName("X4 PJ10 a mounted partition and a swap in use are named, with the mountpoint")
    void inUse() throws IOException {
        try (LoopDevice loop = LoopDevice.create(folder.resolve("disk.img"), 128 * MIB, 512)) {
            Disks.partition(loop.path(), "label: gpt\nsize=64M, type=L\nsize=16M, type=L\n");
            loop.showPartitions();
            Disks.run(loop.partition(1), "mkfs.ext4", "-q", "-F");
            Disks.run(loop.partition(2), "mkfs.ext4", "-q", "-F");
            Path mountpoint = java.nio.file.Files.createDirectory(folder.resolve("mount point"));
            Disks.output("mount", loop.partition(1).toString(), mountpoint.toString());
            try {
                DiskInfo disk = scan(loop);
                PartitionInfo mounted = disk.partitions().getFirst();
                assertEquals(mountpoint.toString(), mounted.mountpoint());
                assertFalse(mounted.canShrink());
                assertTrue(excuse(mounted).contains("mounted at " + mountpoint), () -> excuse(mounted));
                assertFalse(mounted.inUse().isEmpty());
                assertFalse(disk.inUse().isEmpty());
                assertTrue(used(mounted) > 0);
                assertEquals(List.of(), disk.partitions().get(1).inUse());
                assertTrue(disk.partitions().get(1).canShrink());
            } finally {
                Disks.run(mountpoint, "umount");
            }
            assertEquals(List.of(), scan(loop).inUse());
        }
    }

    @Test
    @DisplayName("SD6 a file system on the whole disk is partition 0, an empty disk has none")
    void wholeDisk() throws IOException {
        try (LoopDevice loop = LoopDevice.create(folder.resolve("disk.img"), 64 * MIB, 512)) {
            assertEquals(List.of(), scan(loop).partitions());
            assertEquals("unknown", scan(loop).partitionTable());
            Disks.run(loop.path(), "mkfs.ext4", "-q", "-F", "-L", "all");
            DiskInfo disk = scan(loop);
            assertEquals("unknown", disk.partitionTable());
            PartitionInfo all = disk.partitions().getFirst();
            assertEquals(0, all.number());
            assertEquals("ext4", all.filesystem());
            assertEquals("all", all.label());
            assertEquals(0, all.startBytes());
            assertEquals(64 * MIB, all.endBytes());
            assertFalse(all.canShrink());
        }
    }

    @Test
    @DisplayName("4096-byte sectors")
    void largeSectors() throws IOException {
        try (LoopDevice loop = LoopDevice.create(folder.resolve("disk.img"), 128 * MIB, 4096)) {
            Disks.partition(loop.path(), "label: gpt\nsize=64M, type=L, name=data\nsize=32M, type=U\n");
            loop.showPartitions();
            Disks.run(loop.partition(1), "mkfs.ext4", "-q", "-F");
            Disks.run(loop.partition(2), "mkfs.vfat", "-F", "16", "-s", "1");
            DiskInfo disk = scan(loop);
            assertEquals(4096, disk.logicalSectorSize());
            assertEquals(64 * MIB, disk.partitions().getFirst().sizeBytes());
            assertEquals("ext4", disk.partitions().getFirst().filesystem());
            assertTrue(disk.partitions().getFirst().canShrink());
            assertTrue(used(disk.partitions().get(1)) < MIB);
            assertTrue(excuse(disk.partitions().get(1)).contains("4096"));
            Disks.run(loop.path(), "partx", "-d");
            assertEquals(disk, scan(loop));
        }
    }

    @Test
    @DisplayName("X5 what is encrypted or belongs to LVM, RAID or ZFS is named and never made smaller")
    void foreignContent() throws IOException {
        Prerequisites.requireTool("cryptsetup");
        Prerequisites.requireTool("pvcreate");
        try (LoopDevice loop = LoopDevice.create(folder.resolve("disk.img"), 128 * MIB, 512)) {
            Disks.partition(loop.path(), "label: gpt\nsize=32M, type=L\nsize=32M, type=V\nsize=32M, type=L\n");
            loop.showPartitions();
            Path key = java.nio.file.Files.writeString(folder.resolve("key"), "secret");
            Disks.output(
                    "cryptsetup",
                    "-q",
                    "luksFormat",
                    "--pbkdf",
                    "pbkdf2",
                    "--pbkdf-force-iterations",
                    "1000",
                    loop.partition(1).toString(),
                    key.toString());
            Disks.run(loop.partition(2), "pvcreate", "-ff", "-y", "--config", "devices{filter=[\"a|/dev/loop|\"]}");
            List<PartitionInfo> parts = scan(loop).partitions();
            assertEquals("crypto_luks", parts.getFirst().filesystem());
            assertTrue(excuse(parts.getFirst()).contains("encrypted"), () -> excuse(parts.getFirst()));
            assertEquals("lvm2_member", parts.get(1).filesystem());
            assertTrue(excuse(parts.get(1)).contains("LVM"));
            assertNull(parts.get(2).filesystem());
            assertTrue(excuse(parts.get(2)).contains("Nothing is known"));
            for (PartitionInfo part : parts) {
                assertFalse(part.canShrink());
                assertNull(part.usedBytes());
            }
        }
    }

    @Test
    @DisplayName("The fingerprint stays when nothing changes, and changes with name, flags, size and uuid")
    void fingerprint() throws IOException {
        try (LoopDevice loop = LoopDevice.create(folder.resolve("disk.img"), 128 * MIB, 512)) {
            Disks.partition(loop.path(), "label: gpt\nsize=32M, type=L\nsize=32M, type=L\n");
            String before = scan(loop).fingerprint();
            assertEquals(before, scan(loop).fingerprint());
            List<String> changes = List.of(
                    "--part-label X 2 new", "--part-attrs X 2 LegacyBIOSBootable", "--part-type X 2 S", "--delete X 2");
            for (String change : changes) {
                String[] argv = ("sfdisk -q --no-reread --no-tell-kernel "
                                + change.replace("X", loop.path().toString()))
                        .split(" ");
                Disks.output(argv);
                String after = scan(loop).fingerprint();
                assertNotEquals(before, after, change);
                before = after;
            }
        }
    }

    @Test
    @DisplayName("Only the allowed devices are seen; others do not exist")
    void allowList() throws IOException {
        try (LoopDevice loop = LoopDevice.create(folder.resolve("disk.img"), 8 * MIB, 512);
                LoopDevice other = LoopDevice.create(folder.resolve("other.img"), 8 * MIB, 512)) {
            SystemDiskScanner scanner = scanner(Optional.of(List.of(loop.path().toString())));
            assertEquals(
                    List.of(loop.path().toString()),
                    scanner.scan().stream().map(DiskInfo::device).toList());
            assertEquals(loop.path().toString(), scanner.scan(loop.name()).device());
            for (String hidden : List.of(other.path().toString(), "/dev/nothing", "", "../etc")) {
                ProblemException refused = assertThrows(ProblemException.class, () -> scanner.scan(hidden));
                assertEquals(ProblemType.NOT_FOUND, refused.type());
            }
            assertFalse(scanner(Optional.empty()).scan().stream()
                    .anyMatch(disk -> disk.device().startsWith("/dev/loop")));
        }
    }

    static SystemDiskScanner scanner(Optional<List<String>> only) {
        return new SystemDiskScanner(
                BlockDevices.ofThisMachine(),
                InUse.ofThisMachine(),
                Disks.RUNNER,
                only,
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static DiskInfo scan(LoopDevice loop) throws IOException {
        return scanner(Optional.of(List.of(loop.path().toString())))
                .scan(loop.path().toString());
    }

    private static long used(PartitionInfo part) {
        assertNotNull(part.usedBytes(), part::toString);
        return part.usedBytes();
    }

    private static String excuse(PartitionInfo part) {
        assertNotNull(part.excuse(), part::toString);
        return part.excuse();
    }

    private static void format(LoopDevice loop) throws IOException {
        Disks.run(loop.partition(1), "mkfs.vfat", "-F", "32", "-s", "8", "-n", "EFI");
        Disks.run(loop.partition(2), "mkfs.ext4", "-q", "-F", "-L", "Wurzel ★");
        Disks.run(loop.partition(3), "mkfs.xfs", "-q", "-f", "-L", "xlabel");
        Disks.run(loop.partition(4), "mkfs.btrfs", "-q", "-f", "-m", "single", "-L", "blabel");
        Disks.run(loop.partition(5), "mkfs.ntfs", "-q", "-Q", "-F", "-L", "nlabel");
        Disks.run(loop.partition(6), "mkfs.exfat", "-L", "elabel");
        Disks.run(loop.partition(7), "mkswap", "-L", "slabel");
    }
}
