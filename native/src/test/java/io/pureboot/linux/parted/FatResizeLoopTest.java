package io.pureboot.linux.parted;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.linux.block.Extent;
import io.pureboot.linux.block.LoopDevice;
import io.pureboot.linux.partition.BlkpgKernelPartitions;
import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.ProcessCommandRunner;
import io.pureboot.testing.Prerequisites;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FatResizeLoopTest {
    private static final long MIB = 1 << 20;

    @TempDir
    Path folder;

    @BeforeEach
    void tools() {
        Prerequisites.requireTool("mkfs.vfat");
        Prerequisites.requireTool("mcopy");
    }

    @Test
    void shrinksAndGrowsWithItsFiles() throws IOException {
        try (LoopDevice loop = LoopDevice.create(folder.resolve("fat.img"), 640 * MIB, 512)) {
            BlkpgKernelPartitions.ofThisMachine().add(loop.path(), 1, new Extent(MIB, 600 * MIB));
            Path partition = loop.partition(1);
            run("mkfs.vfat", "-F", "32", "-n", "DATA", partition.toString());
            byte[] content = new byte[3_000_001];
            new Random(4).nextBytes(content);
            Path file = Files.write(folder.resolve("file.bin"), content);
            run("mcopy", "-i", partition.toString(), file.toString(), "::file.bin");

            long minimum = FatResize.minimumSize(partition);
            assertTrue(minimum > 3_000_000 && minimum < 600 * MIB, "minimum " + minimum);
            assertThrows(IOException.class, () -> FatResize.resize(partition, 700 * MIB));
            FatResize.resize(partition, 400 * MIB);
            check(partition, content);
            FatResize.resize(partition, 600 * MIB);
            check(partition, content);
        }
    }

    @Test
    void neverTurnsFat32IntoFat16() throws IOException {
        try (LoopDevice loop = LoopDevice.create(folder.resolve("fat.img"), 640 * MIB, 512)) {
            run("mkfs.vfat", "-F", "32", "-s", "8", loop.path().toString());
            PartedException refused =
                    assertThrows(PartedException.class, () -> FatResize.resize(loop.path(), 100 * MIB));
            assertTrue(String.valueOf(refused.getMessage()).contains("cannot resize"), refused.getMessage());
            assertEquals(
                    "FAT32",
                    new String(
                            Arrays.copyOfRange(head(loop.path()), 0x52, 0x57),
                            java.nio.charset.StandardCharsets.US_ASCII));
        }
    }

    private void check(Path partition, byte[] content) throws IOException {
        run("fsck.vfat", "-a", partition.toString());
        run("fsck.vfat", "-n", partition.toString());
        Path back = folder.resolve("back.bin");
        Files.deleteIfExists(back);
        run("mcopy", "-i", partition.toString(), "::file.bin", back.toString());
        assertTrue(Arrays.equals(content, Files.readAllBytes(back)));
    }

    private static byte[] head(Path device) throws IOException {
        try (var in = Files.newInputStream(device)) {
            return in.readNBytes(512);
        }
    }

    private static void run(String... argv) throws IOException {
        var result = new ProcessCommandRunner().run(Command.of(argv));
        // fsck.vfat answers 1 when it repaired what it was told to repair.
        if (!(argv[0].equals("fsck.vfat") && argv[1].equals("-a") && result.exitCode() == 1)) {
            result.orThrow();
        }
    }
}
