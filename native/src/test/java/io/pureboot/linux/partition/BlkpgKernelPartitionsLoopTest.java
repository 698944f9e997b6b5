package io.pureboot.linux.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.linux.block.DeviceBusyException;
import io.pureboot.linux.block.Extent;
import io.pureboot.linux.block.LoopDevice;
import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.ProcessCommandRunner;
import io.pureboot.linux.sysfs.BlockDevices;
import io.pureboot.linux.sysfs.DiskPartition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the kernel does when told of partitions, on real block devices. */
class BlkpgKernelPartitionsLoopTest {
    private static final long MIB = 1 << 20;
    private static final Extent FIRST = new Extent(MIB, 8 * MIB);
    private static final Extent SECOND = new Extent(16 * MIB, 16 * MIB);

    @TempDir
    Path folder;

    private final KernelPartitions kernel = BlkpgKernelPartitions.ofThisMachine();
    private LoopDevice loop;

    @BeforeEach
    void attach() throws IOException {
        loop = LoopDevice.create(folder.resolve("disk.img"), 64 * MIB, 512);
    }

    @AfterEach
    void detach() throws IOException {
        loop.close();
    }

    @Test
    void addsDeletesAndResizes() throws IOException {
        kernel.add(loop.path(), 1, FIRST);
        kernel.add(loop.path(), 7, SECOND);
        assertEquals(Map.of(1, FIRST, 7, SECOND), known());
        assertTrue(Files.exists(PartitionNames.path(loop.path(), 7)), "the node is there without udev");

        kernel.resize(loop.path(), 7, new Extent(SECOND.start(), 32 * MIB));
        assertEquals(new Extent(SECOND.start(), 32 * MIB), known().get(7));
        kernel.resize(loop.path(), 7, SECOND);
        assertTrue(kernel.delete(loop.path(), 1));
        assertFalse(kernel.delete(loop.path(), 1), "it is gone already");
        assertEquals(Map.of(7, SECOND), known());
    }

    @Test
    @DisplayName("X4 partitions that come and go while all disks are looked at make no look fail")
    void lookedAtMeanwhile() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        CompletableFuture<Integer> changes = CompletableFuture.supplyAsync(() -> {
            int made = 0;
            try {
                while (!enough.get()) {
                    kernel.add(loop.path(), 1, FIRST);
                    made += kernel.delete(loop.path(), 1) ? 1 : 0;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return made;
        });
        try {
            BlockDevices devices = BlockDevices.ofThisMachine();
            long end = System.nanoTime() + 2_000_000_000L;
            while (System.nanoTime() < end) {
                assertTrue(devices.find(loop.path().toString()).isPresent());
            }
        } finally {
            enough.set(true);
        }
        assertTrue(changes.get(60, TimeUnit.SECONDS) > 10, "changes made");
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 4096})
    void startsAndLengthsAreBytesWhateverTheSector(int sectorSize) throws IOException {
        try (LoopDevice other = LoopDevice.create(folder.resolve("other.img"), 64 * MIB, sectorSize)) {
            kernel.add(other.path(), 3, new Extent(MIB + 4096, 5 * MIB));
            try (FileChannel partition =
                    FileChannel.open(PartitionNames.path(other.path(), 3), StandardOpenOption.READ)) {
                assertEquals(5 * MIB, partition.size());
            }
        }
    }

    @Test
    void refusesWhatOverlapsOrPassesTheEnd() throws IOException {
        kernel.add(loop.path(), 1, FIRST);
        IOException overlap =
                assertThrows(IOException.class, () -> kernel.add(loop.path(), 2, new Extent(2 * MIB, 20 * MIB)));
        assertTrue(String.valueOf(overlap.getMessage()).contains("overlaps"), overlap.getMessage());
        assertThrows(IOException.class, () -> kernel.add(loop.path(), 1, SECOND));
        assertThrows(IOException.class, () -> kernel.add(loop.path(), 2, new Extent(60 * MIB, 5 * MIB)));
        assertThrows(IOException.class, () -> kernel.add(loop.path(), 2, new Extent(20 * MIB + 100, MIB)));
        assertEquals(Map.of(1, FIRST), known());
    }

    @Test
    void aMountedPartitionMayGrowButNeitherShrinkNorGo() throws IOException {
        kernel.add(loop.path(), 1, FIRST);
        String node = PartitionNames.path(loop.path(), 1).toString();
        run("mkfs.ext4", "-q", "-F", node);
        Path mount = Files.createDirectory(folder.resolve("mount"));
        run("mount", node, mount.toString());
        try {
            DeviceBusyException smaller = assertThrows(
                    DeviceBusyException.class, () -> kernel.resize(loop.path(), 1, new Extent(FIRST.start(), 4 * MIB)));
            assertTrue(String.valueOf(smaller.getMessage()).contains(mount.toString()), smaller.getMessage());
            assertThrows(DeviceBusyException.class, () -> kernel.delete(loop.path(), 1));
            assertEquals(Map.of(1, FIRST), known());
            kernel.resize(loop.path(), 1, new Extent(FIRST.start(), 12 * MIB));
            assertEquals(new Extent(FIRST.start(), 12 * MIB), known().get(1));
        } finally {
            run("umount", mount.toString());
        }
    }

    @Test
    void updateLeavesWhatIsRightAlone() throws IOException {
        kernel.add(loop.path(), 1, FIRST);
        kernel.add(loop.path(), 2, SECOND);
        kernel.add(loop.path(), 3, new Extent(40 * MIB, 8 * MIB));
        try (FileChannel held = FileChannel.open(PartitionNames.path(loop.path(), 1), StandardOpenOption.READ)) {
            // 1 stays although it is open, 2 moves to where 3 was, 3 goes, 4 is new in the place of 2.
            Map<Integer, Extent> wanted =
                    Map.of(1, FIRST, 2, new Extent(40 * MIB, 16 * MIB), 4, new Extent(16 * MIB, 8 * MIB));
            kernel.update(loop.path(), wanted);
            assertEquals(wanted, known());
            assertEquals(FIRST.length(), held.size());
        }
        kernel.update(loop.path(), Map.of());
        assertEquals(Map.of(), known());
    }

    private Map<Integer, Extent> known() throws IOException {
        return BlockDevices.ofThisMachine().find(loop.name()).orElseThrow().partitions().stream()
                .collect(Collectors.toMap(
                        DiskPartition::number,
                        each -> new Extent(each.startBytes(), each.sizeBytes()),
                        (one, other) -> one,
                        TreeMap::new));
    }

    private static void run(String... argv) throws IOException {
        new ProcessCommandRunner().run(Command.of(argv)).orThrow();
    }
}
