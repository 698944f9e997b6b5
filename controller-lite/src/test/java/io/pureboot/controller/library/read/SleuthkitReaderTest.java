package io.pureboot.controller.library.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
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

    private Path ntfs() throws IOException {
        Path image = TestDisk.blank(directory.resolve("image"), 64 << 20);
        Tool.run(directory, "mkfs.ntfs", "-q", "-F", image.toString());
        return image;
    }

    @Test
    @DisplayName("NR7 NX2 NTFS: what Windows compressed (WOF) or deduplicated is listed, and not taken for its content")
    void reparsePoints() throws IOException {
        Prerequisites.requireRoot();
        Prerequisites.requireTool("ntfs-3g");
        Path image = ntfs();
        Path mounted = Files.createDirectories(directory.resolve("mounted"));
        Tool.run(directory, "ntfs-3g", "-o", "streams_interface=windows", image.toString(), mounted.toString());
        try {
            Files.writeString(mounted.resolve("plain"), "plain");
            for (String name : List.of("compressed", "deduplicated", "link")) {
                TestDisk.blank(mounted.resolve(name), name.equals("link") ? 0 : 100_000);
            }
            Files.writeString(mounted.resolve("compressed:WofCompressedData"), "what compresses it");
            reparse(mounted.resolve("compressed"), "0x80000017");
            reparse(mounted.resolve("deduplicated"), "0x80000013");
            Files.writeString(mounted.resolve("link:stream"), "beside it");
            reparse(mounted.resolve("link"), "0xa000000c");
        } finally {
            Tool.run(directory, "umount", mounted.toString());
        }
        try (OpenFileSystem volume = open(image, "ntfs")) {
            assertEquals(List.of(), volume.gaps());
            assertEquals(100_000, file(volume, "/compressed").size());
            assertTrue(refused(volume, "/compressed").contains("compressed by Windows (WOF)"));
            assertTrue(refused(volume, "/deduplicated").contains("deduplicated"));
            assertEquals('l', file(volume, "/link").kind());
            Path target = directory.resolve("content");
            volume.copy(file(volume, "/plain"), target);
            assertEquals("plain", Files.readString(target));
            volume.copy(file(volume, "/compressed:WofCompressedData"), target);
            assertEquals("what compresses it", Files.readString(target));
            assertEquals('f', file(volume, "/link:stream").kind());
            volume.copy(file(volume, "/link:stream"), target);
            assertEquals("beside it", Files.readString(target));
        }
    }

    private String refused(OpenFileSystem volume, String path) {
        Path target = directory.resolve("content");
        IOException refused = assertThrows(IOException.class, () -> volume.copy(file(volume, path), target));
        return String.valueOf(refused.getMessage());
    }

    // setxattr is 188.
    private void reparse(Path file, String tag) {
        Tool.run(
                directory,
                "perl",
                "-e",
                "my $p = $ARGV[0]; my $n = 'system.ntfs_reparse_data';"
                        + " my $v = pack('Vvv', hex($ARGV[1]), 16, 0) . pack('V4', 1, 2, 1, 0);"
                        + " syscall(188, $p, $n, $v, length($v), 0) == 0 or die $!",
                file.toString(),
                tag);
    }

    @Test
    @DisplayName("NR4 NX2 NTFS that was not unmounted: by its flag, or by its log, it is said")
    void notUnmounted() throws IOException {
        Prerequisites.requireTool("fls");
        Path image = ntfs();
        String said = "it was not unmounted: its log is not replayed";
        try (OpenFileSystem volume = open(image, "ntfs")) {
            assertEquals(List.of(), volume.gaps());
        }
        Tool.run(directory, "ntfsfix", image.toString());
        try (OpenFileSystem volume = open(image, "ntfs")) {
            assertEquals(List.of(said), volume.gaps());
        }
        TestImages.unpack("images/jnode-fs-test.ntfs.zst", image);
        try (OpenFileSystem volume = open(image, "ntfs")) {
            assertEquals(List.of(), volume.gaps());
        }
        // Both restart pages say that Windows unmounted it.
        byte[] bytes = Files.readAllBytes(image);
        int pages = 0;
        for (int at = 0; at < bytes.length && pages < 2; at += 512) {
            if (new String(bytes, at, 4, java.nio.charset.StandardCharsets.ISO_8859_1).equals("RSTR")) {
                bytes[at + 0x30 + 14] = 0;
                pages++;
            }
        }
        assertEquals(2, pages);
        Files.write(image, bytes);
        try (OpenFileSystem volume = open(image, "ntfs")) {
            assertEquals(List.of(said), volume.gaps());
        }
    }

    @Test
    @DisplayName("NR4 NR5 FAT: short names in a code page are listed as Linux shows them, times as they are stored")
    void codePage() throws IOException {
        Prerequisites.requireTool("fls");
        Path image = TestDisk.blank(directory.resolve("image"), 8 << 20);
        Tool.run(directory, "mkfs.vfat", image.toString());
        Path content = Files.writeString(directory.resolve("one"), "precious");
        Tool.run(directory, "env", "TZ=UTC", "touch", "-d", "2005-07-08 09:10:12", content.toString());
        for (String name : List.of("XNGSTLER", "YNGSTLER", "lit^x.txt")) {
            Tool.run(
                    directory, "env", "TZ=UTC", "mcopy", "-m", "-i", image.toString(), content.toString(), "::" + name);
        }
        for (String folder : List.of("XRGER", "YRGER")) {
            Tool.run(directory, "mmd", "-i", image.toString(), "::" + folder);
            Tool.run(directory, "mcopy", "-i", image.toString(), content.toString(), "::" + folder + "/IN" + folder);
        }
        // As a DOS wrote them.
        byte[] bytes = Files.readAllBytes(image);
        for (int at = 0; at < bytes.length; at += 32) {
            String entry = new String(bytes, at, 11, java.nio.charset.StandardCharsets.ISO_8859_1);
            if (entry.matches("[XY](NGSTLER|RGER).*") && bytes[at + 11] != 0x0f) {
                bytes[at] = (byte) (entry.charAt(0) == 'X' ? 0x8e : 0x99);
            }
        }
        Files.write(image, bytes);
        try (OpenFileSystem volume = open(image, "vfat")) {
            assertEquals(
                    List.of(
                            "/",
                            "/lit^x.txt",
                            "/ÄNGSTLER",
                            "/ÄRGER",
                            "/ÄRGER/INXRGER",
                            "/ÖNGSTLER",
                            "/ÖRGER",
                            "/ÖRGER/INYRGER"),
                    volume.files().stream()
                            .map(file ->
                                    file.path().text().replace("xRGER", "XRGER").replace("yRGER", "YRGER"))
                            .sorted()
                            .toList());
            FileRecord file = volume.files().stream()
                    .filter(one -> one.path().text().equals("/ÖNGSTLER"))
                    .findFirst()
                    .orElseThrow();
            assertEquals(java.time.Instant.parse("2005-07-08T09:10:12Z").getEpochSecond(), file.mtime());
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
