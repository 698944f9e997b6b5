package io.pureboot.node.filesystem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.linux.block.Extent;
import io.pureboot.linux.block.LoopDevice;
import io.pureboot.node.disk.Disks;
import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.protocol.disk.PartitionInfo;
import io.pureboot.protocol.session.PartitionNote;
import io.pureboot.testing.Prerequisites;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** File systems whose own word cannot be trusted: copied raw, never made smaller, and both with the reason. */
class UncleanFileSystemTest {
    private static final long MIB = 1 << 20;

    @TempDir
    private Path folder;

    @BeforeEach
    void prerequisites() {
        Prerequisites.requireLoop();
    }

    @Test
    @DisplayName("ext4 as a power cut leaves it: the journal has to be replayed")
    void ext4InUse() throws IOException {
        refused(
                "ext4",
                (kind, loop) -> whileMounted(kind, loop, mnt -> {
                    Files.writeString(mnt.resolve("x"), "x");
                    Disks.run(mnt, "sync", "-f");
                }),
                "journal has to be replayed");
    }

    @Test
    @DisplayName("ext2 as a power cut leaves it")
    void ext2InUse() throws IOException {
        refused(
                "ext2 with 1 KiB blocks",
                (kind, loop) -> whileMounted(kind, loop, mnt -> Disks.run(mnt, "sync", "-f")),
                "not unmounted cleanly");
    }

    @Test
    @DisplayName("ext4 with recorded errors")
    void ext4Errors() throws IOException {
        refused("ext4", (kind, loop) -> debugfs(loop, "set_super_value state 3"), "recorded errors");
    }

    @Test
    @DisplayName("ext4 with an unknown feature")
    void ext4UnknownFeature() throws IOException {
        refused(
                "ext4",
                (kind, loop) -> debugfs(loop, "set_super_value feature_ro_compat 0x200046b"),
                "ro_compat 0x2000000");
    }

    @Test
    @DisplayName("ext4 whose superblock was altered")
    void ext4Checksum() throws IOException {
        refused("ext4", (kind, loop) -> poke(loop, 1024 + 0xc, 1), "checksum");
    }

    @Test
    @DisplayName("ext4 with a damaged block bitmap")
    void ext4Bitmap() throws IOException {
        refusedMap(
                "ext4",
                (kind, loop) -> {
                    String listing = Disks.output("dumpe2fs", loop.partition(1).toString());
                    long block = Long.parseLong(listing.replaceAll("(?s).*?Block bitmap at (\\d+).*", "$1"));
                    long size = Long.parseLong(listing.replaceAll("(?s).*?Block size: +(\\d+).*", "$1"));
                    poke(loop, block * size + 100, 0x55);
                },
                "cannot read the free blocks");
    }

    @Test
    @DisplayName("ext4 longer than its partition")
    void ext4Cut() throws IOException {
        refusedMap(
                "ext4",
                (kind, loop) -> {
                    Disks.run(loop.path(), "partx", "-d");
                    Disks.partition(loop.path(), "label: gpt\nstart=2048, size=81920, type=L\n");
                    loop.showPartitions();
                },
                "more than its partition");
    }

    @Test
    @DisplayName("xfs as a power cut leaves it: partclone would map it wrongly without a word")
    void xfsInUse() throws IOException {
        Prerequisites.requireTool("xfs_io");
        PartitionInfo part = refusedMap(
                "xfs",
                (kind, loop) -> kind.mounted(loop.partition(1), folder, mnt -> {
                    Files.writeString(mnt.resolve("x"), "x".repeat(100_000));
                    Disks.run(mnt, "xfs_io", "-x", "-c", "shutdown -f");
                }),
                "log has to be replayed");
        assertFalse(part.canShrink());
    }

    @Test
    @DisplayName("xfs with an unknown feature, and one that needs repair")
    void xfsUnknownFeature() throws IOException {
        refusedMap("xfs", (kind, loop) -> xfsDb(loop, "features_ro_compat", "0x8000000f"), "ro_compat 0x80000000");
        refusedMap("xfs", (kind, loop) -> xfsDb(loop, "features_incompat", "0x1b"), "xfs_repair");
        refusedMap("xfs", (kind, loop) -> poke(loop, 145, 1), "xfs_repair");
    }

    @Test
    @DisplayName("btrfs with a log to replay: partclone would map it wrongly without a word")
    void btrfsInUse() throws IOException {
        refused(
                "btrfs",
                (kind, loop) -> whileMounted(kind, loop, mnt -> {
                    Files.writeString(mnt.resolve("x"), "committed");
                    Disks.run(mnt, "btrfs", "filesystem", "sync");
                    try (FileChannel file =
                            FileChannel.open(mnt.resolve("x"), StandardOpenOption.APPEND, StandardOpenOption.WRITE)) {
                        file.write(ByteBuffer.wrap(new byte[5000]));
                        file.force(true);
                    }
                }),
                "log has to be replayed");
    }

    @Test
    @DisplayName("btrfs with block-group-tree, which partclone loses, or any unknown feature")
    void btrfsUnknownFeature() throws IOException {
        refused("btrfs", (kind, loop) -> btrfsSuper(loop, 180, 0xb), "compat_ro 0x8");
        refused("btrfs", (kind, loop) -> btrfsSuper(loop, 188, 0x341 | 0x4000), "incompat 0x4000");
        refused("btrfs", (kind, loop) -> poke(loop, 65536 + 120, 7), "checksum");
    }

    @Test
    @DisplayName("btrfs over two partitions")
    void btrfsTwoDevices() throws IOException {
        Path image = folder.resolve("two.img");
        try (LoopDevice loop = LoopDevice.create(image, 260 * MIB, 512)) {
            Disks.partition(loop.path(), "label: gpt\nsize=128M, type=L\nsize=128M, type=L\n");
            loop.showPartitions();
            Disks.output(
                    "mkfs.btrfs",
                    "-q",
                    "-f",
                    "-d",
                    "single",
                    "-m",
                    "raid1",
                    loop.partition(1).toString(),
                    loop.partition(2).toString());
            UsedMap map = MapFixture.map(loop);
            for (int number : new int[] {1, 2}) {
                assertRaw(map, number, "spans 2 devices");
            }
            assertFalse(MapFixture.scan(loop).partitions().getFirst().canShrink());
        }
    }

    @Test
    @DisplayName("btrfs whose extents do not add up to what the superblock says")
    void btrfsSums() throws IOException {
        refusedMap("btrfs", (kind, loop) -> btrfsSuper(loop, 120, 4096), "add up");
    }

    @Test
    @DisplayName("ntfs marked to be checked")
    void ntfsDirty() throws IOException {
        refused(
                "ntfs",
                (kind, loop) -> Disks.output(
                        "ntfsresize",
                        "-ff",
                        "-P",
                        "-s",
                        Long.toString(32 * MIB),
                        loop.partition(1).toString()),
                "to be checked");
    }

    @Test
    @DisplayName("ntfs of a hibernated Windows, which partclone and ntfsresize do not notice")
    void ntfsHibernated() throws IOException {
        refused(
                "ntfs",
                (kind, loop) -> kind.mounted(loop.partition(1), folder, mnt -> {
                    byte[] file = new byte[8192];
                    System.arraycopy("hibr".getBytes(StandardCharsets.US_ASCII), 0, file, 0, 4);
                    Files.write(mnt.resolve("hiberfil.sys"), file);
                }),
                "hibernated");
    }

    @Test
    @DisplayName("ntfs whose master file table and its mirror differ")
    void ntfsMirror() throws IOException {
        refused(
                "ntfs",
                (kind, loop) -> {
                    ByteBuffer boot = peek(loop, 0, 512);
                    long cluster = (long) boot.getShort(11) * boot.get(13);
                    poke(loop, boot.getLong(56) * cluster + 30, 0x77);
                },
                "inconsistent");
    }

    @Test
    @DisplayName("fat marked dirty in its boot sector or in its table, and fat with tables that differ")
    void fatDirty() throws IOException {
        refused("fat32", (kind, loop) -> poke(loop, 0x41, 1), "not unmounted cleanly");
        refused("fat16", (kind, loop) -> poke(loop, 0x25, 1), "not unmounted cleanly");
        refused("fat32", (kind, loop) -> poke(loop, fatStart(loop) + 7, 0x07), "not unmounted cleanly");
        refused("fat16", (kind, loop) -> poke(loop, fatStart(loop) + 3, 0x7f), "not unmounted cleanly");
        refusedMap("fat32", (kind, loop) -> poke(loop, fatStart(loop) + 5000, 0x11), "differ");
    }

    @Test
    @DisplayName("exfat marked dirty, or with altered boot sectors")
    void exfatDirty() throws IOException {
        refusedMap("exfat", (kind, loop) -> poke(loop, 106, 2), "not unmounted cleanly");
        refusedMap("exfat", (kind, loop) -> poke(loop, 100, 9), "checksum");
    }

    @Test
    @DisplayName("a swap area that holds a hibernated system")
    void hibernatedSwap() throws IOException {
        try (LoopDevice loop = LoopDevice.create(folder.resolve("swap.img"), 40 * MIB, 512)) {
            Disks.partition(loop.path(), "label: gpt\nsize=32M, type=S\n");
            loop.showPartitions();
            Disks.run(loop.partition(1), "mkswap");
            Disks.write(loop.partition(1), 4086, "S1SUSPEND\0".getBytes(StandardCharsets.US_ASCII));
            assertRaw(MapFixture.map(loop), 1, "hibernated");
            assertFalse(MapFixture.scan(loop).partitions().getFirst().canShrink());
        }
    }

    /** How a clean file system of that kind is spoiled. */
    private interface Spoil {
        void it(TestFileSystem kind, LoopDevice loop) throws IOException;
    }

    /** Copied raw, and no shrinking for the same reason. */
    private void refused(String title, Spoil spoil, String reason) throws IOException {
        PartitionInfo part = refusedMap(title, spoil, reason);
        assertFalse(part.canShrink());
        assertTrue(String.valueOf(part.excuse()).contains(reason), () -> String.valueOf(part.excuse()));
        assertNull(part.minSizeBytes());
    }

    private PartitionInfo refusedMap(String title, Spoil spoil, String reason) throws IOException {
        TestFileSystem kind = TestFileSystem.named(title);
        kind.require();
        try (LoopDevice loop = LoopDevice.create(folder.resolve("disk.img"), kind.size() + 3 * MIB, 512)) {
            Disks.partition(loop.path(), "label: gpt\nstart=2048, size=" + kind.size() / 512 + ", type=L\n");
            loop.showPartitions();
            kind.make(loop.partition(1));
            assertEquals("used", MapFixture.note(MapFixture.map(loop), 1).method(), "before it was spoiled");
            spoil.it(kind, loop);
            Disks.run(loop.path(), "blockdev", "--flushbufs");
            DiskInfo disk = MapFixture.scan(loop);
            assertEquals(kind.name(), disk.partitions().getFirst().filesystem());
            assertRaw(new FileSystemExtentMapper(Disks.RUNNER).map(disk), 1, reason);
            return disk.partitions().getFirst();
        }
    }

    private static void assertRaw(UsedMap map, int number, String reason) {
        PartitionNote note = MapFixture.note(map, number);
        assertEquals("raw", note.method());
        assertTrue(String.valueOf(note.reason()).contains(reason), () -> String.valueOf(note.reason()));
        assertEquals(-1, MapFixture.firstMissing(List.of(new Extent(MIB, 16 * MIB)), map.extents()));
        assertTrue(map.extents().stream().mapToLong(Extent::length).sum() >= note.bytes());
    }

    /** The state of the medium in the middle of a mount, put back after unmounting: what a power cut leaves. */
    private void whileMounted(TestFileSystem kind, LoopDevice loop, TestFileSystem.Work work) throws IOException {
        Path snapshot = folder.resolve("snapshot");
        kind.mounted(loop.partition(1), folder, mnt -> {
            work.at(mnt);
            Disks.output("cp", "--sparse=always", loop.file().toString(), snapshot.toString());
        });
        Disks.output("cp", "--sparse=always", snapshot.toString(), loop.file().toString());
        Disks.run(loop.partition(1), "blockdev", "--flushbufs");
    }

    private static void debugfs(LoopDevice loop, String request) throws IOException {
        Disks.output("debugfs", "-w", "-R", request, loop.partition(1).toString());
    }

    private static void xfsDb(LoopDevice loop, String field, String value) throws IOException {
        Disks.output(
                "xfs_db",
                "-x",
                "-c",
                "sb 0",
                "-c",
                "write -d " + field + " " + value,
                loop.partition(1).toString());
    }

    private static void poke(LoopDevice loop, long position, int value) throws IOException {
        Disks.write(loop.partition(1), position, new byte[] {(byte) value});
    }

    private static ByteBuffer peek(LoopDevice loop, long position, int length) throws IOException {
        byte[] bytes = new byte[length];
        try (RandomAccessFile device = new RandomAccessFile(loop.partition(1).toFile(), "r")) {
            device.seek(position);
            device.readFully(bytes);
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static long fatStart(LoopDevice loop) throws IOException {
        ByteBuffer boot = peek(loop, 0, 512);
        return (long) boot.getShort(11) * boot.getShort(14);
    }

    private static void btrfsSuper(LoopDevice loop, int field, long value) throws IOException {
        ByteBuffer block = peek(loop, 65536, 4096);
        block.putLong(field, value);
        CRC32C crc = new CRC32C();
        crc.update(block.array(), 32, 4096 - 32);
        block.putInt(0, (int) crc.getValue());
        Disks.write(loop.partition(1), 65536, block.array());
    }
}
