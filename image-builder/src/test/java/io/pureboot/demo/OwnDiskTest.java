package io.pureboot.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.ProcessCommandRunner;
import io.pureboot.testing.Prerequisites;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the caller names as a disk is looked at, and refused in words, before anything is attached or written. */
class OwnDiskTest {
    private final ProcessCommandRunner runner = new ProcessCommandRunner();

    @TempDir
    Path folder;

    @Test
    void aRawImageIsADisk() throws IOException {
        OwnDisk disk = look(image("a.img", 1 << 20), true);
        assertEquals(1 << 20, disk.size());
        assertFalse(disk.blockDevice());
    }

    @Test
    void refusesWhatIsMissingAFolderOrEmpty() throws IOException {
        assertRefused("there is no such file or device", folder.resolve("none"));
        assertRefused("is a folder", folder);
        assertRefused("its size is 0", image("empty.img", 0));
        assertRefused("neither a block device nor a file", Path.of("/dev/null"));
    }

    @Test
    void refusesAnImageCutInTheMiddleOfASector() throws IOException {
        assertRefused("no multiple of 512", image("odd.img", 1_000_000));
    }

    @Test
    void refusesFilesThatOnlyHoldADiskImage() throws IOException {
        Path qcow = image("disk.qcow2", 1 << 20);
        try (RandomAccessFile file = new RandomAccessFile(qcow.toFile(), "rw")) {
            file.write(new byte[] {'Q', 'F', 'I', (byte) 0xfb});
        }
        assertRefused("is a qcow2 image, not a raw disk image", qcow);
        Path zst = image("disk.raw.zst", 1 << 20);
        try (RandomAccessFile file = new RandomAccessFile(zst.toFile(), "rw")) {
            file.write(new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd});
        }
        assertRefused("is compressed with zstd", zst);
    }

    @Test
    @DisplayName("X4 an image that is attached, or open for writing elsewhere, is in use")
    void refusesAnImageInUse() throws IOException, InterruptedException {
        Prerequisites.requireLoop();
        Path image = image("busy.img", 1 << 20);
        String loop = runner.run(Command.of("losetup", "--partscan", "--find", "--show", image.toString()))
                .orThrow()
                .text()
                .strip();
        try {
            assertRefused("is in use: attached as " + loop, image);
        } finally {
            runner.run(Command.of("losetup", "--detach", loop)).orThrow();
        }
        Process writer = new ProcessBuilder(
                        "sh", "-c", "exec 3<>\"$1\"; echo open; exec sleep 60", "sh", image.toString())
                .start();
        try {
            assertEquals('o', writer.getInputStream().read());
            assertRefused("has it open", image);
        } finally {
            writer.destroyForcibly().waitFor();
        }
    }

    @Test
    @DisplayName("X4 a block device that somebody holds is in use")
    void refusesADeviceInUse() throws IOException {
        Prerequisites.requireLoop();
        Path image = image("swap.img", 16 << 20);
        String loop = runner.run(Command.of("losetup", "--partscan", "--find", "--show", image.toString()))
                .orThrow()
                .text()
                .strip();
        try {
            assertTrue(look(Path.of(loop), true).blockDevice());
            runner.run(Command.of("mkswap", loop)).orThrow();
            runner.run(Command.of("swapon", loop)).orThrow();
            try {
                assertRefused("is in use", Path.of(loop));
            } finally {
                runner.run(Command.of("swapoff", loop)).orThrow();
            }
        } finally {
            runner.run(Command.of("losetup", "--detach", loop)).orThrow();
        }
    }

    @Test
    void refusesTwoNamesOfOneDisk() throws IOException {
        Path image = image("one.img", 1 << 20);
        Path link = Files.createLink(folder.resolve("other.img"), image);
        RefusedException refused =
                assertThrows(RefusedException.class, () -> DemoDisks.check(look(image, false), look(link, true)));
        assertTrue(message(refused).contains("are the same disk"), message(refused));
    }

    @Test
    @DisplayName("X8 a target that is too small is refused with both sizes")
    void refusesATargetThatIsTooSmall() throws IOException {
        Path source = image("large.img", 2 << 20);
        Path target = image("small.img", 1 << 20);
        RefusedException refused =
                assertThrows(RefusedException.class, () -> DemoDisks.check(look(source, false), look(target, true)));
        assertTrue(message(refused).contains("1048576") && message(refused).contains("2097152"), message(refused));
    }

    private void assertRefused(String expected, Path path) {
        RefusedException refused = assertThrows(RefusedException.class, () -> look(path, true));
        assertTrue(message(refused).contains(expected), message(refused));
        assertTrue(message(refused).startsWith("--target " + path), message(refused));
        assertFalse(message(refused).contains("\n"), message(refused));
    }

    private static String message(RefusedException refused) {
        return String.valueOf(refused.getMessage());
    }

    private OwnDisk look(Path path, boolean writable) throws IOException {
        return OwnDisk.of(runner, "--target", path.toString(), writable);
    }

    private Path image(String name, long size) throws IOException {
        Path image = folder.resolve(name);
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(size);
        }
        return image;
    }
}
