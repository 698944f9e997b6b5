package io.pureboot.controller.library.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.controller.library.TestDisk;
import io.pureboot.controller.library.Tool;
import io.pureboot.linux.process.ProcessCommandRunner;
import io.pureboot.testing.Prerequisites;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A btrfs that somebody prepared: {@code btrfs restore} believes every name in it. */
class BtrfsReaderTest {
    private static final int NODE = 16 << 10;
    private static final int CHECKED_FROM = 32;
    private static final String NAME = "somenamehere";

    @TempDir
    Path directory = Path.of("");

    // Made by mkfs; the name is exchanged for one as long, and the checksums of the nodes it is in are set right.
    private Path image(String name) throws IOException {
        Path tree = Files.createDirectories(directory.resolve("tree"));
        Files.writeString(tree.resolve(NAME), "bad");
        Files.writeString(tree.resolve("good"), "good");
        Path image = TestDisk.blank(directory.resolve("image"), 128 << 20);
        Tool.run(directory, "mkfs.btrfs", "-q", "--rootdir", tree.toString(), image.toString());
        byte[] bytes = Files.readAllBytes(image);
        byte[] old = NAME.getBytes(StandardCharsets.US_ASCII);
        byte[] other = name.getBytes(StandardCharsets.ISO_8859_1);
        assertEquals(old.length, other.length);
        int found = 0;
        for (int at = 0; at < bytes.length - NODE; at++) {
            if (bytes[at] == old[0] && Arrays.equals(bytes, at, at + old.length, old, 0, old.length)) {
                System.arraycopy(other, 0, bytes, at, other.length);
                setChecksum(bytes, at / NODE * NODE);
                found++;
            }
        }
        assertTrue(found >= 3, "found " + found);
        return Files.write(image, bytes);
    }

    private static void setChecksum(byte[] bytes, int node) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, node + CHECKED_FROM, NODE - CHECKED_FROM);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(node, (int) sum.getValue());
    }

    private OpenFileSystem open(Path image) throws IOException {
        Path work = Files.createDirectories(directory.resolve("work/reader"));
        return new BtrfsReader(new ProcessCommandRunner()).open(new Place(image, 0, Files.size(image), "btrfs"), work);
    }

    private static FileRecord file(OpenFileSystem volume, String path) {
        return volume.files().stream()
                .filter(file -> file.path().latin1().equals(path))
                .findFirst()
                .orElseThrow(() -> new AssertionError(path + " of " + volume.files()));
    }

    @Test
    @DisplayName("NX2 a name that leads out of its folder: listed as a name, said, and nothing is written there")
    void leadsOut() throws IOException {
        try (OpenFileSystem volume = open(image("../../escape"))) {
            assertEquals('f', file(volume, "/..:..:escape").kind());
            assertTrue(volume.gaps().getFirst().contains("a name in it is \"../../escape\""), volume.gaps()::toString);
            Path target = directory.resolve("content");
            assertThrows(IOException.class, () -> volume.copy(file(volume, "/good"), target));
            assertThrows(IOException.class, () -> volume.copy(file(volume, "/..:..:escape"), target));
            assertFalse(Files.exists(directory.resolve("work/escape")));
            assertFalse(Files.exists(directory.resolve("escape")));
        }
    }

    @Test
    @DisplayName("NR7 NX2 no room for all of its files at once: said, and the library's disk is not filled")
    void noRoom() throws IOException {
        Prerequisites.requireRoot();
        TestDisk.noise(Files.createDirectories(directory.resolve("tree")).resolve("large"), 0, 40_000_000);
        Path image = image("another name");
        Path work = Files.createDirectories(directory.resolve("work"));
        Tool.run(directory, "mount", "-t", "tmpfs", "-o", "size=100m", "tmpfs", work.toString());
        try (OpenFileSystem volume = open(image)) {
            Path target = directory.resolve("content");
            IOException refused = assertThrows(IOException.class, () -> volume.copy(file(volume, "/good"), target));
            assertTrue(
                    String.valueOf(refused.getMessage()).contains("needs room for all files at once: 38 MiB"),
                    refused::toString);
            assertFalse(Files.exists(work.resolve("reader/restored/5")));
        } finally {
            Tool.run(directory, "umount", work.toString());
        }
    }

    @Test
    @DisplayName("NR4 a name that is no UTF-8 is listed as it is, and its content copied")
    void noUtf8() throws IOException {
        Files.createDirectories(directory.resolve("tree"));
        Tool.feed(directory, "printf bad > $'tree/latin-\\xe9\\xf6%41?'; printf good > tree/good", "bash");
        Path image = TestDisk.blank(directory.resolve("image"), 128 << 20);
        Tool.run(directory, "mkfs.btrfs", "-q", "--rootdir", "tree", image.toString());
        try (OpenFileSystem volume = open(image)) {
            assertEquals(List.of(), volume.gaps());
            Path target = directory.resolve("content");
            volume.copy(file(volume, "/latin-\u00e9\u00f6%41?"), target);
            assertEquals("bad", Files.readString(target));
            volume.copy(file(volume, "/good"), target);
            assertEquals("good", Files.readString(target));
        }
    }

    @Test
    @DisplayName(
            "NR4 NR7 snapshots and subvolumes are listed where they are, as the kernel lists them, with their contents")
    void snapshots() throws IOException {
        Prerequisites.requireRoot();
        Prerequisites.requireLoop();
        Path image = TestDisk.blank(directory.resolve("image"), 256 << 20);
        Tool.run(directory, "mkfs.btrfs", "-q", image.toString());
        Path mounted = Files.createDirectories(directory.resolve("mounted"));
        Tool.run(directory, "mount", "-o", "loop", image.toString(), mounted.toString());
        String expected;
        try {
            Tool.feed(mounted, """
                set -e
                mkdir -p a/b deleted
                btrfs -q subvolume create a/b/inner; echo first > a/b/inner/file
                btrfs -q subvolume create work; mkdir work/d; btrfs -q subvolume create work/d/in; echo in > work/d/in/f
                echo one > work/f
                btrfs -q subvolume snapshot work '0 of work'
                btrfs -q subvolume snapshot . 0top
                echo two >> work/f; echo second > a/b/inner/file
                btrfs -q subvolume create deleted/s; echo x > deleted/s/x; btrfs -q subvolume delete deleted/s
                """, "bash");
            expected = Tool.run(mounted, "find", ".", "-printf", "%y %s /%P\n");
        } finally {
            Tool.run(directory, "umount", mounted.toString());
        }
        try (OpenFileSystem volume = open(image)) {
            assertEquals(List.of(), volume.gaps());
            assertEquals(
                    records(expected.lines()),
                    records(volume.files().stream()
                            .map(file -> "%s %d %s"
                                    .formatted(
                                            file.kind(),
                                            file.size(),
                                            file.path().latin1()))));
            Path target = directory.resolve("content");
            for (String[] one : new String[][] {
                {"/a/b/inner/file", "second\n"},
                {"/work/f", "one\ntwo\n"},
                {"/0 of work/f", "one\n"},
                {"/work/d/in/f", "in\n"}
            }) {
                volume.copy(file(volume, one[0]), target);
                assertEquals(one[1], Files.readString(target), one[0]);
            }
        }
    }

    @Test
    @DisplayName("NR7 a snapshot below what it was taken of, as snapper keeps them: all contents are right, and end")
    void snapshotBelowItsSource() throws IOException {
        Prerequisites.requireRoot();
        Prerequisites.requireLoop();
        Path image = TestDisk.blank(directory.resolve("image"), 256 << 20);
        Tool.run(directory, "mkfs.btrfs", "-q", image.toString());
        Path mounted = Files.createDirectories(directory.resolve("mounted"));
        Tool.run(directory, "mount", "-o", "loop", image.toString(), mounted.toString());
        try {
            Tool.feed(mounted, """
                set -e
                btrfs -q subvolume create root; echo x > root/f
                btrfs -q subvolume create root/.snapshots; mkdir root/.snapshots/1; echo info > root/.snapshots/1/info
                btrfs -q subvolume create root/gone; echo g > root/gone/f
                btrfs -q subvolume snapshot root root/.snapshots/1/snapshot
                btrfs -q subvolume delete -C root/gone; btrfs subvolume sync .
                echo changed > root/f; echo last > zlast
                """, "bash");
        } finally {
            Tool.run(directory, "umount", mounted.toString());
        }
        try (OpenFileSystem volume = open(image)) {
            assertEquals(List.of(), volume.gaps());
            Path target = directory.resolve("content");
            for (String[] one : new String[][] {
                {"/root/f", "changed\n"},
                {"/root/.snapshots/1/snapshot/f", "x\n"},
                {"/root/.snapshots/1/info", "info\n"},
                {"/zlast", "last\n"}
            }) {
                volume.copy(file(volume, one[0]), target);
                assertEquals(one[1], Files.readString(target), one[0]);
            }
            assertFalse(Files.exists(directory.resolve("work/reader/restored/256/.snapshots")));
            assertFalse(Files.exists(directory.resolve("work/reader/restored/5/root")));
        }
    }

    @Test
    @DisplayName("NX2 a folder that is in itself: said, and btrfs restore is not sent round in it")
    void folderInItself() throws IOException {
        Path tree = Files.createDirectories(directory.resolve("tree"));
        Files.createDirectories(tree.resolve("around").resolve(NAME));
        Files.writeString(tree.resolve("good"), "good");
        Path image = TestDisk.blank(directory.resolve("image"), 128 << 20);
        Tool.run(directory, "mkfs.btrfs", "-q", "--rootdir", tree.toString(), image.toString());
        long around;
        try (OpenFileSystem volume = open(image)) {
            around = Long.parseLong(file(volume, "/around").inode());
        }
        byte[] bytes = Files.readAllBytes(image);
        byte[] name = NAME.getBytes(StandardCharsets.US_ASCII);
        int found = 0;
        for (int at = NODE; at < bytes.length - NODE; at++) {
            // Before it, of an entry: the inode, its kind of key, an offset, a generation, two lengths, and "folder".
            boolean entry = bytes[at] == name[0]
                    && Arrays.equals(bytes, at, at + name.length, name, 0, name.length)
                    && bytes[at - 22] == 1
                    && bytes[at - 1] == 2;
            if (entry) {
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(at - 30, around);
                setChecksum(bytes, at / NODE * NODE);
                found++;
            }
        }
        assertTrue(found >= 2, "found " + found);
        Files.write(image, bytes);
        try (OpenFileSystem volume = open(image)) {
            Path target = directory.resolve("content");
            IOException refused = assertThrows(IOException.class, () -> volume.copy(file(volume, "/good"), target));
            assertTrue(String.valueOf(refused.getMessage()).contains("would not end"), refused::toString);
        }
    }

    // What a folder's size is told to be is of no use.
    private static List<String> records(java.util.stream.Stream<String> lines) {
        return lines.map(line -> line.replaceFirst("^d \\d+", "d")).sorted().toList();
    }

    @Test
    @DisplayName("NR4 NX2 a log that was not replayed is said")
    void log() throws IOException {
        Prerequisites.requireRoot();
        Prerequisites.requireLoop();
        Path image = TestDisk.blank(directory.resolve("image"), 256 << 20);
        Tool.run(directory, "mkfs.btrfs", "-q", image.toString());
        Path mounted = Files.createDirectories(directory.resolve("mounted"));
        Path cut = directory.resolve("cut");
        Tool.run(directory, "mount", "-o", "loop,commit=300", image.toString(), mounted.toString());
        try {
            Files.writeString(mounted.resolve("file"), "synced");
            Tool.run(directory, "sync", mounted.resolve("file").toString());
            Files.copy(image, cut);
        } finally {
            Tool.run(directory, "umount", mounted.toString());
        }
        try (OpenFileSystem volume = open(cut)) {
            assertEquals(List.of("it was not unmounted: its log is not replayed"), volume.gaps());
        }
    }

    @Test
    @DisplayName("NR7 NX2 a file whose bytes do not have their checksum is not taken for its content")
    void damagedContent() throws IOException {
        Path tree = Files.createDirectories(directory.resolve("tree"));
        Files.writeString(tree.resolve("large"), "content of a large file".repeat(10_000));
        Files.writeString(tree.resolve("good"), "good");
        Path image = TestDisk.blank(directory.resolve("image"), 128 << 20);
        Tool.run(directory, "mkfs.btrfs", "-q", "--rootdir", tree.toString(), image.toString());
        byte[] bytes = Files.readAllBytes(image);
        byte[] text = "content of a large file".repeat(100).getBytes(StandardCharsets.US_ASCII);
        int at = 0;
        while (!Arrays.equals(bytes, at, at + text.length, text, 0, text.length)) {
            at += 4096;
        }
        bytes[at + 100_000] ^= 1;
        Files.write(image, bytes);
        try (OpenFileSystem volume = open(image)) {
            Path target = directory.resolve("content");
            IOException refused = assertThrows(IOException.class, () -> volume.copy(file(volume, "/large"), target));
            assertTrue(String.valueOf(refused.getMessage()).startsWith("it is damaged: "), refused::toString);
            volume.copy(file(volume, "/good"), target);
            assertEquals("good", Files.readString(target));
        }
    }

    @Test
    @DisplayName("NR7 NX2 where the checksums cannot be looked at no file is taken for its content")
    void uncheckedContent() throws IOException {
        Path tree = Files.createDirectories(directory.resolve("tree"));
        Files.writeString(tree.resolve("one"), "one");
        Files.writeString(tree.resolve("two"), "two");
        Path image = TestDisk.blank(directory.resolve("image"), 128 << 20);
        Tool.run(directory, "mkfs.btrfs", "-q", "-m", "single", "--rootdir", tree.toString(), image.toString());
        String extents =
                Tool.run(directory, "btrfs", "inspect-internal", "dump-tree", "-t", "extent", image.toString());
        Matcher leaf = Pattern.compile("leaf (\\d+) ").matcher(extents);
        assertTrue(leaf.find(), extents);
        // mkfs puts what it makes where its addresses say.
        TestDisk.noise(image, Long.parseLong(leaf.group(1)) + 200, 64);
        try (OpenFileSystem volume = open(image)) {
            Path target = directory.resolve("content");
            for (String name : List.of("/one", "/two")) {
                IOException refused = assertThrows(IOException.class, () -> volume.copy(file(volume, name), target));
                assertTrue(String.valueOf(refused.getMessage()).contains("with their checksums"), refused::toString);
            }
            assertFalse(Files.exists(target));
        }
    }
}
