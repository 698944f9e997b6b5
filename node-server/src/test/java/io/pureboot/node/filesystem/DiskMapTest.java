package io.pureboot.node.filesystem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.linux.block.Extent;
import io.pureboot.linux.block.LoopDevice;
import io.pureboot.node.disk.Disks;
import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.protocol.session.PartitionNote;
import io.pureboot.testing.Prerequisites;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole disks: what is copied besides file systems, and disks restored from their maps alone. */
class DiskMapTest {
    private static final long MIB = 1 << 20;

    @TempDir
    private Path folder;

    @BeforeEach
    void prerequisites() {
        Prerequisites.requireLoop();
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 4096})
    @DisplayName("GPT with ESP, ext4, xfs, btrfs, ntfs, exfat, swap, an unformatted and an encrypted partition")
    void everyKind(int sector) throws IOException {
        Map<Integer, TestFileSystem> kinds = Map.of(
                1, TestFileSystem.named("fat16"),
                2, TestFileSystem.named("ext4"),
                3, TestFileSystem.named("xfs"),
                4, TestFileSystem.named("btrfs"),
                5, TestFileSystem.named("ntfs"),
                6, TestFileSystem.named("exfat"));
        kinds.values().forEach(TestFileSystem::require);
        // A disk whose size is no multiple of 4096 on 512-byte sectors.
        long size = 920 * MIB + (sector == 512 ? 512 : 4096);
        Path image = folder.resolve("disk.img");
        try (LoopDevice loop = LoopDevice.create(image, size, sector)) {
            Disks.partition(loop.path(), """
                    label: gpt
                    size=100M, type=U
                    size=97M, type=L
                    size=321M, type=L
                    size=256M, type=L
                    size=48M, type=EBD0A0A2-B9E5-4433-87C0-68B6B72699C7
                    size=48M, type=EBD0A0A2-B9E5-4433-87C0-68B6B72699C7
                    size=16M, type=S
                    size=6M, type=L
                    size=8M, type=L
                    """);
            loop.showPartitions();
            Map<Integer, Map<String, String>> files = new HashMap<>();
            for (Map.Entry<Integer, TestFileSystem> each : kinds.entrySet()) {
                files.put(each.getKey(), each.getValue().makeFilled(loop.partition(each.getKey()), folder));
            }
            Disks.run(loop.partition(7), "mkswap");
            luks(loop.partition(9));
            Disks.run(loop.path(), "blockdev", "--flushbufs");
            String before = TestFiles.sha256(image);

            UsedMap map = MapFixture.map(loop);
            assertEquals(
                    List.of("used", "used", "used", "used", "used", "used", "used", "raw", "raw"),
                    map.notes().stream().map(PartitionNote::method).toList(),
                    map.notes()::toString);
            assertTrue(String.valueOf(MapFixture.note(map, 8).reason()).contains("Nothing is recognised"));
            assertTrue(String.valueOf(MapFixture.note(map, 9).reason()).contains("encrypted"));
            assertEquals(6 * MIB, MapFixture.note(map, 8).bytes());
            assertSortedAndAligned(map);
            assertTrue(sum(map) < size / 3, () -> sum(map) + " bytes");
            assertEquals(before, TestFiles.sha256(image), "mapping changed the source");

            Path restored = MapFixture.restore(image, map, folder);
            try (LoopDevice copy = LoopDevice.attach(restored, sector)) {
                Disks.run(copy.path(), "sgdisk", "-v");
                assertEquals(
                        MapFixture.scan(loop).partitions().stream()
                                .map(part -> part.uuid())
                                .toList(),
                        MapFixture.scan(copy).partitions().stream()
                                .map(part -> part.uuid())
                                .toList());
                copy.showPartitions();
                for (Map.Entry<Integer, TestFileSystem> each : kinds.entrySet()) {
                    Path partition = copy.partition(each.getKey());
                    each.getValue().fsck(partition);
                    assertEquals(files.get(each.getKey()), each.getValue().hashes(partition, folder));
                }
                Disks.output("cryptsetup", "luksDump", copy.partition(9).toString());
                assertEquals(TestFiles.sha256(loop.partition(9)), TestFiles.sha256(copy.partition(9)));
            }
        }
    }

    @Test
    @DisplayName("MBR with logical partitions: their boot records come along wherever they lie")
    void logicals() throws IOException {
        TestFileSystem ext = TestFileSystem.named("ext3");
        Path image = folder.resolve("disk.img");
        try (LoopDevice loop = LoopDevice.create(image, 300 * MIB, 512)) {
            Disks.partition(loop.path(), """
                    label: dos
                    start=2048, size=131072, type=83, bootable
                    start=133120, type=f
                    start=200000, size=131072, type=83
                    start=400000, size=16384, type=82
                    """);
            loop.showPartitions();
            Map<String, String> first = ext.makeFilled(loop.partition(1), folder);
            Map<String, String> second = ext.makeFilled(loop.partition(5), folder);
            Disks.run(loop.partition(6), "mkswap");
            Disks.run(loop.path(), "blockdev", "--flushbufs");
            UsedMap map = MapFixture.map(loop);
            assertEquals(
                    List.of(1, 5, 6),
                    map.notes().stream().map(PartitionNote::number).toList());
            assertTrue(map.notes().stream().allMatch(note -> note.method().equals("used")), map.notes()::toString);
            assertTrue(sum(map) < 100 * MIB);
            try (LoopDevice copy = LoopDevice.attach(MapFixture.restore(image, map, folder))) {
                assertEquals(table(loop), table(copy));
                copy.showPartitions();
                ext.fsck(copy.partition(1));
                ext.fsck(copy.partition(5));
                assertEquals(first, ext.hashes(copy.partition(1), folder));
                assertEquals(second, ext.hashes(copy.partition(5), folder));
            }
        }
    }

    @Test
    @DisplayName("A file system on the whole disk is mapped as partition 0")
    void wholeDiskFileSystem() throws IOException {
        TestFileSystem ext = TestFileSystem.named("ext4");
        Path image = folder.resolve("disk.img");
        try (LoopDevice loop = LoopDevice.create(image, 128 * MIB, 512)) {
            Map<String, String> files = ext.makeFilled(loop.path(), folder);
            Disks.run(loop.path(), "blockdev", "--flushbufs");
            UsedMap map = MapFixture.map(loop);
            assertEquals("used", MapFixture.note(map, 0).method());
            try (LoopDevice copy = LoopDevice.attach(MapFixture.restore(image, map, folder))) {
                ext.fsck(copy.path());
                assertEquals(files, ext.hashes(copy.path(), folder));
            }
        }
    }

    @Test
    @DisplayName("Neither table nor file system: every byte")
    void nothing() throws IOException {
        try (LoopDevice loop = LoopDevice.create(folder.resolve("disk.img"), 20 * MIB, 512)) {
            UsedMap map = MapFixture.map(loop);
            assertEquals(List.of(new Extent(0, 20 * MIB)), map.extents());
            assertEquals("raw", MapFixture.note(map, 0).method());
            Disks.partition(loop.path(), "label: dos\n");
            assertEquals(List.of(new Extent(0, 20 * MIB)), MapFixture.map(loop).extents());
        }
    }

    @Test
    @DisplayName(
            "Space outside partitions: table, boot loaders and small gaps yes, empty large gaps no, lost file systems yes")
    void gaps() throws IOException {
        try (LoopDevice loop = LoopDevice.create(folder.resolve("disk.img"), 400 * MIB, 512)) {
            Disks.partition(loop.path(), """
                    label: gpt
                    start=32768, size=16M, type=S
                    start=71680, size=16M, type=S
                    start=409600, size=16M, type=S
                    """);
            loop.showPartitions();
            for (int number = 1; number <= 3; number++) {
                Disks.run(loop.partition(number), "mkswap");
            }
            UsedMap map = MapFixture.map(loop);
            // 0-16 first gap, swap header 16-17, 32-35 small gap, swap header 35-36, 51-52 and 199-200 ends of the
            // large one …
            assertEquals(
                    List.of(
                            new Extent(0, 17 * MIB),
                            new Extent(32 * MIB, 4 * MIB),
                            new Extent(51 * MIB, MIB),
                            new Extent(199 * MIB, 2 * MIB),
                            new Extent(216 * MIB, MIB),
                            new Extent(399 * MIB, MIB)),
                    map.extents());

            Disks.output(
                    "mkfs.ext4",
                    "-q",
                    "-F",
                    "-E",
                    "offset=" + 51 * MIB,
                    loop.path().toString(),
                    "65536");
            UsedMap lost = MapFixture.map(loop);
            assertEquals(-1, MapFixture.firstMissing(List.of(new Extent(51 * MIB, 149 * MIB)), lost.extents()));
        }
    }

    @Test
    @DisplayName("A disk that has changed size since its scan is refused; partitions that overlap are raw")
    void changed() throws IOException {
        try (LoopDevice loop = LoopDevice.create(folder.resolve("disk.img"), 96 * MIB, 512)) {
            Disks.partition(loop.path(), "label: dos\nsize=40M, type=83\nsize=40M, type=83\n");
            loop.showPartitions();
            Disks.run(loop.partition(1), "mkfs.ext4", "-q", "-F");
            DiskInfo disk = MapFixture.scan(loop);
            loop.grow(97 * MIB);
            FileSystemExtentMapper mapper = new FileSystemExtentMapper(Disks.RUNNER);
            IOException refused = assertThrows(IOException.class, () -> mapper.map(disk));
            assertTrue(String.valueOf(refused.getMessage()).contains("scan it again"));

            Disks.run(loop.path(), "partx", "-d");
            Disks.write(loop.path(), 446 + 16 + 8, new byte[] {0, 16, 0, 0});
            PartitionNote note = MapFixture.note(MapFixture.map(loop), 1);
            assertEquals("raw", note.method());
            assertTrue(String.valueOf(note.reason()).contains("overlaps"));
        }
    }

    @Test
    @DisplayName("A damaged primary GPT: mapped by the backup, both copied as they are")
    void damagedTable() throws IOException {
        Path image = folder.resolve("disk.img");
        try (LoopDevice loop = LoopDevice.create(image, 96 * MIB, 512)) {
            Disks.partition(loop.path(), "label: gpt\nsize=64M, type=L\n");
            loop.showPartitions();
            Disks.run(loop.partition(1), "mkfs.ext4", "-q", "-F");
            Disks.zero(loop.path(), 512, 512);
            Disks.run(loop.path(), "blockdev", "--flushbufs");
            assertFalse(MapFixture.scan(loop).warnings().isEmpty());
            UsedMap map = MapFixture.map(loop);
            assertEquals("used", MapFixture.note(map, 1).method());
            try (LoopDevice copy = LoopDevice.attach(MapFixture.restore(image, map, folder))) {
                assertEquals(
                        MapFixture.scan(loop).partitions().getFirst().uuid(),
                        MapFixture.scan(copy).partitions().getFirst().uuid());
            }
        }
    }

    private void luks(Path partition) throws IOException {
        Prerequisites.requireTool("cryptsetup");
        Path key = java.nio.file.Files.writeString(folder.resolve("key"), "secret");
        Disks.output(
                "cryptsetup",
                "-q",
                "luksFormat",
                "--type",
                "luks1",
                "--pbkdf-force-iterations",
                "1000",
                partition.toString(),
                key.toString());
    }

    private static void assertSortedAndAligned(UsedMap map) {
        long end = -1;
        for (Extent extent : map.extents()) {
            assertTrue(extent.start() > end, () -> extent + " touches the one before");
            assertEquals(0, extent.start() % 4096);
            assertTrue(extent.end() % 4096 == 0 || extent.end() == map.diskSize());
            end = extent.end();
        }
        assertTrue(end <= map.diskSize());
    }

    private static long sum(UsedMap map) {
        return map.extents().stream().mapToLong(Extent::length).sum();
    }

    private static String table(LoopDevice loop) throws IOException {
        return Disks.output("sfdisk", "-d", loop.path().toString())
                .replace(loop.path().toString(), "X");
    }
}
