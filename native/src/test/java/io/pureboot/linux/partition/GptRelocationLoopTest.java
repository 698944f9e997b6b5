package io.pureboot.linux.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.linux.block.DirectBlockDevice;
import io.pureboot.linux.block.Extent;
import io.pureboot.linux.block.LoopDevice;
import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.ProcessCommandRunner;
import io.pureboot.testing.Prerequisites;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GptRelocationLoopTest {
    private static final long MIB = 1 << 20;

    @TempDir
    Path folder;

    @BeforeEach
    void tools() {
        Prerequisites.requireLoop();
        Prerequisites.requireTool("sgdisk");
        Prerequisites.requireTool("sfdisk");
    }

    @ParameterizedTest(name = "sectors of {0}, grown by {1} bytes")
    @CsvSource({"512, 67108864", "4096, 67108864", "512, 512", "512, 33554944"})
    @DisplayName("X13 the backup of a GPT moves to the end of a grown disk, protective MBR included")
    void relocates(int sectorSize, long growth) throws IOException {
        Path image = folder.resolve("disk.img");
        try (LoopDevice loop = LoopDevice.create(image, 64 * MIB, sectorSize)) {
            partition(loop.path());
        }
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(64 * MIB + growth);
        }
        try (LoopDevice loop = LoopDevice.attach(image, sectorSize)) {
            String before = run("sfdisk", "--dump", loop.path().toString());
            try (DirectBlockDevice device = DirectBlockDevice.openExclusive(loop.path())) {
                assertFalse(GptRelocation.relocate(device).isEmpty());
                assertEquals(List.<Extent>of(), GptRelocation.relocate(device), "a second time changes nothing");
            }
            String verdict = run("sgdisk", "-v", loop.path().toString());
            assertTrue(verdict.contains("No problems found"), verdict);
            assertEquals(
                    partitionLines(before),
                    partitionLines(run("sfdisk", "--dump", loop.path().toString())));
        }
    }

    @ParameterizedTest(name = "sector {0} from the end")
    @ValueSource(longs = {33, 1})
    @DisplayName("X13 a backup whose entries or header are damaged is not in its place: it is written anew")
    void mendsTheBackup(long fromEnd) throws IOException {
        try (LoopDevice loop = LoopDevice.create(folder.resolve("disk.img"), 64 * MIB, 512)) {
            partition(loop.path());
            try (DirectBlockDevice device = DirectBlockDevice.openExclusive(loop.path())) {
                assertEquals(List.<Extent>of(), GptRelocation.relocate(device));
                device.write(ByteBuffer.allocate(512).put(60, (byte) 1), 64 * MIB - fromEnd * 512);
                assertFalse(GptRelocation.relocate(device).isEmpty());
                assertEquals(List.<Extent>of(), GptRelocation.relocate(device));
            }
            String verdict = run("sgdisk", "-v", loop.path().toString());
            assertTrue(verdict.contains("No problems found"), verdict);
        }
    }

    @Test
    @DisplayName("X13 a partition that reaches past the new end is refused, and nothing is written")
    void refusesSmaller() throws IOException {
        Path image = folder.resolve("disk.img");
        try (LoopDevice loop = LoopDevice.create(image, 64 * MIB, 512)) {
            partition(loop.path());
        }
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(40 * MIB);
        }
        byte[] before = Files.readAllBytes(image);
        try (LoopDevice loop = LoopDevice.attach(image);
                DirectBlockDevice device = DirectBlockDevice.openExclusive(loop.path())) {
            IOException refusal = assertThrows(IOException.class, () -> GptRelocation.relocate(device));
            assertTrue(String.valueOf(refusal.getMessage()).contains("partition 2"), refusal.getMessage());
        }
        assertEquals(-1, java.util.Arrays.mismatch(before, Files.readAllBytes(image)));
    }

    @Test
    void leavesOtherTablesAlone() throws IOException {
        Path image = folder.resolve("disk.img");
        try (LoopDevice loop = LoopDevice.create(image, 16 * MIB, 512)) {
            run("parted", "-s", loop.path().toString(), "mklabel", "msdos", "mkpart", "primary", "1MiB", "8MiB");
            try (DirectBlockDevice device = DirectBlockDevice.openExclusive(loop.path())) {
                assertEquals(List.<Extent>of(), GptRelocation.relocate(device));
            }
        }
    }

    @Test
    void reportsADamagedPrimary() throws IOException {
        Path image = folder.resolve("disk.img");
        try (LoopDevice loop = LoopDevice.create(image, 64 * MIB, 512)) {
            partition(loop.path());
        }
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.seek(512 + 60);
            file.write(0x77);
            file.setLength(128 * MIB);
        }
        try (LoopDevice loop = LoopDevice.attach(image);
                DirectBlockDevice device = DirectBlockDevice.openExclusive(loop.path())) {
            assertThrows(IOException.class, () -> GptRelocation.relocate(device));
        }
    }

    private static void partition(Path disk) throws IOException {
        run(
                "parted",
                "-s",
                disk.toString(),
                "mklabel",
                "gpt",
                "mkpart",
                "one",
                "ext4",
                "1MiB",
                "16MiB",
                "mkpart",
                "two",
                "ext4",
                "16MiB",
                "60MiB");
    }

    private static List<String> partitionLines(String dump) {
        return dump.lines().filter(line -> line.startsWith("/dev/")).toList();
    }

    private static String run(String... argv) throws IOException {
        return new ProcessCommandRunner().run(Command.of(argv)).orThrow().text();
    }
}
