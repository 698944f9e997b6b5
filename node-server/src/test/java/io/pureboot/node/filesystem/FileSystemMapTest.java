package io.pureboot.node.filesystem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.linux.block.Extent;
import io.pureboot.linux.block.LoopDevice;
import io.pureboot.node.disk.Disks;
import io.pureboot.protocol.session.PartitionNote;
import io.pureboot.testing.Prerequisites;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real file systems with files: the map holds all partclone calls used, and is all it takes to restore them. */
class FileSystemMapTest {
    private static final long MIB = 1 << 20;

    @TempDir
    private Path folder;

    @BeforeEach
    void prerequisites() {
        Prerequisites.requireLoop();
    }

    static List<TestFileSystem> all() {
        return TestFileSystem.ALL;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    @DisplayName("X8 used blocks only, and everything that is used")
    void mapped(TestFileSystem kind) throws Exception {
        kind.require();
        Path image = folder.resolve("disk.img");
        try (LoopDevice loop = LoopDevice.create(image, kind.size() + 3 * MIB, 512)) {
            // One odd sector more than the file system can use: the tail behind it.
            Disks.partition(loop.path(), "label: gpt\nstart=2048, size=" + (kind.size() / 512 + 1) + ", type=L\n");
            loop.showPartitions();
            Map<String, String> files = kind.makeFilled(loop.partition(1), folder);
            assertTrue(files.size() > 40, () -> "only " + files.size() + " files");
            Disks.run(loop.path(), "blockdev", "--flushbufs");
            String before = TestFiles.sha256(image);
            CompletableFuture<List<Extent>> second =
                    CompletableFuture.supplyAsync(() -> partclone(kind.partclone(), loop));

            UsedMap map = MapFixture.map(loop);
            PartitionNote note = MapFixture.note(map, 1);
            assertNull(note.reason());
            assertEquals("used", note.method());
            assertEquals(kind.name(), note.filesystem());
            assertTrue(note.bytes() < kind.size() * 3 / 4, () -> note.bytes() + " of " + kind.size() + " bytes");
            restoredIsWhole(kind, MapFixture.restore(image, map, folder), files);

            List<Extent> theirs = second.get(60, TimeUnit.SECONDS).stream()
                    .map(extent -> new Extent(extent.start() + MIB, extent.length()))
                    .toList();
            assertEquals(-1, MapFixture.firstMissing(theirs, map.extents()));
            assertEquals(before, TestFiles.sha256(image), "mapping changed the source");
        }
    }

    private void restoredIsWhole(TestFileSystem kind, Path restored, Map<String, String> files) throws IOException {
        try (LoopDevice copy = LoopDevice.attach(restored)) {
            copy.showPartitions();
            kind.fsck(copy.partition(1));
            assertEquals(files, kind.hashes(copy.partition(1), folder));
        }
    }

    private List<Extent> partclone(@Nullable String program, LoopDevice loop) {
        if (program == null) {
            return List.of();
        }
        Prerequisites.requireTool(program);
        try {
            return PartcloneMap.read(program, loop.partition(1), folder);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    @DisplayName("A swap area is its first MiB")
    void swap() throws IOException {
        Path image = folder.resolve("disk.img");
        try (LoopDevice loop = LoopDevice.create(image, 34 * MIB, 512)) {
            Disks.partition(loop.path(), "label: gpt\nsize=30M, type=S\n");
            loop.showPartitions();
            Disks.run(loop.partition(1), "mkswap", "-L", "mine");
            UsedMap map = MapFixture.map(loop);
            assertEquals(new PartitionNote(1, "swap", "used", null, MIB), MapFixture.note(map, 1));
            try (LoopDevice copy = LoopDevice.attach(MapFixture.restore(image, map, folder))) {
                copy.showPartitions();
                assertEquals(header(loop), header(copy));
                Disks.run(copy.partition(1), "swapon");
                Disks.run(copy.partition(1), "swapoff");
            }
        }
    }

    private static String header(LoopDevice loop) throws IOException {
        return Disks.output(
                "blkid",
                "-p",
                "-o",
                "value",
                "-s",
                "UUID",
                "-s",
                "LABEL",
                "-s",
                "TYPE",
                loop.partition(1).toString());
    }
}
