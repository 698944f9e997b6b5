package io.pureboot.controller.library.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.controller.library.TestDisk;
import io.pureboot.controller.library.Tool;
import io.pureboot.linux.process.ProcessCommandRunner;
import io.pureboot.linux.table.TestImages;
import io.pureboot.testing.Prerequisites;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What fls does not say, or says in a form of its own. */
class SleuthkitReaderTest {
    @TempDir
    Path directory = Path.of("");

    @Test
    @DisplayName("NR4 HFS+: files that the volume counts and fls does not list are said")
    void fewer() throws IOException {
        Prerequisites.requireTool("fls");
        Path image = directory.resolve("image");
        TestImages.unpack("images/dfvfs-hfsplus.raw.zst", image);
        assertEquals(List.of(), gaps(image));
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.seek(1024 + 32);
            file.writeInt(9);
        }
        assertEquals(List.of("it counts 9 files and 4 folders, 12 are listed"), gaps(image));
    }

    @Test
    @DisplayName("NR4 NR7 HFS+: a resource fork, which fls does not list, is a file of its own with its content")
    void resourceFork() throws IOException {
        Prerequisites.requireTool("fls");
        Path image = directory.resolve("image");
        TestImages.unpack("images/dfvfs-hfsplus.raw.zst", image);
        try (OpenFileSystem volume = open(image, "hfsplus")) {
            FileRecord fork = file(volume, "/a_directory/a_resourcefork:RSRC");
            assertEquals(17, fork.size());
            assertEquals(List.of(), volume.gaps());
            Path target = directory.resolve("content");
            volume.copy(fork, target);
            assertEquals("My resource fork\n", Files.readString(target));
            assertEquals(24, file(volume, "/a_link").size());
        }
        // A catalog whose only leaf is damaged: said, and the rest of the volume is listed as fls does.
        long leaf = leafOfCatalog(image);
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.seek(leaf + 8);
            file.writeByte(0);
        }
        try (OpenFileSystem volume = open(image, "hfsplus")) {
            assertTrue(
                    volume.gaps().stream().anyMatch(gap -> gap.contains("resource forks may be missing")),
                    volume.gaps()::toString);
        } catch (IOException e) {
            assertTrue(String.valueOf(e.getMessage()).startsWith("fls: "), e::toString);
        }
    }

    private static long leafOfCatalog(Path image) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "r")) {
            file.seek(1024 + 40);
            long block = file.readInt();
            file.seek(1024 + 272 + 16);
            long catalog = file.readInt() * block;
            file.seek(catalog + 14 + 10);
            long leaf = file.readInt();
            file.seek(catalog + 14 + 18);
            return catalog + leaf * file.readUnsignedShort();
        }
    }

    @Test
    @DisplayName("NR4 NR7 files called like a file system's own tables are listed, those tables are not")
    void namedLikeTables() throws IOException {
        Prerequisites.requireTool("fls");
        Path image = TestDisk.blank(directory.resolve("image"), 8 << 20);
        Tool.run(directory, "mkfs.vfat", "-n", "LABEL", image.toString());
        Path content = Files.writeString(directory.resolve("one"), "precious");
        for (String name : List.of("$MBR", "$OrphanFiles", "x (Volume Label Entry)", "y ($FILE_NAME)")) {
            Tool.run(directory, "mcopy", "-i", image.toString(), content.toString(), "::" + name);
        }
        try (OpenFileSystem volume = open(image, "vfat")) {
            assertEquals(
                    List.of("/", "/$MBR", "/$OrphanFiles", "/x (Volume Label Entry)", "/y ($FILE_NAME)"),
                    volume.files().stream()
                            .map(file -> file.path().text())
                            .sorted()
                            .toList());
            Path target = directory.resolve("content");
            volume.copy(file(volume, "/$MBR"), target);
            assertEquals("precious", Files.readString(target));
        }
    }

    private OpenFileSystem open(Path image, String type) throws IOException {
        Path work = Files.createDirectories(directory.resolve("work"));
        return new SleuthkitReader(new ProcessCommandRunner()).open(new Place(image, 0, Files.size(image), type), work);
    }

    private static FileRecord file(OpenFileSystem volume, String path) {
        return volume.files().stream()
                .filter(file -> file.path().latin1().equals(path))
                .findFirst()
                .orElseThrow(() -> new AssertionError(path + " of " + volume.files()));
    }

    private List<String> gaps(Path image) throws IOException {
        Place place = new Place(image, 0, Files.size(image), "hfsplus");
        try (OpenFileSystem volume = new SleuthkitReader(new ProcessCommandRunner()).open(place, directory)) {
            return volume.gaps();
        }
    }
}
