package io.pureboot.controller.library.tar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.controller.library.TestDisk;
import io.pureboot.controller.library.Tool;
import io.pureboot.controller.library.tar.MemberPieces.Piece;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives of the real tar, read back. */
class TarReaderTest {
    @TempDir
    Path directory = Path.of("");

    @DisplayName("NA2 sparse members of every format, beyond 8 GiB, are byte for byte what was packed")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "--format=gnu -S",
                "--format=posix -S --sparse-version=0.0",
                "--format=posix -S --sparse-version=0.1",
                "--format=posix -S --sparse-version=1.0",
                "--format=gnu -S --hole-detection=raw"
            })
    void sparse(String options) throws IOException {
        long size = options.contains("raw") ? 64L << 20 : (9L << 30) + 12345;
        Path image = TestDisk.blank(directory.resolve("big.img"), size);
        for (int i = 0; i < 60; i++) {
            TestDisk.noise(image, size / 61 * i / 4096 * 4096, 5000 + i);
        }
        TestDisk.noise(image, size - 777, 777);
        Path tar = tar(options.split(" "), "big.img");
        try (InputStream in = Files.newInputStream(tar)) {
            TarReader reader = new TarReader(in);
            TarMember member = Objects.requireNonNull(reader.next());
            assertEquals("big.img", member.name());
            assertEquals(size, member.size());
            assertSame(image, reader, member);
            assertNull(reader.next());
        }
    }

    @Test
    @DisplayName("NA2 a file without holes, and what follows it")
    void solid() throws IOException {
        Path image = TestDisk.blank(directory.resolve("a.img"), 3_000_001);
        TestDisk.noise(image, 0, 3_000_001);
        Files.writeString(directory.resolve("b.map"), "# map\n");
        Path tar = tar(new String[] {"--format=ustar"}, "a.img", "b.map");
        try (InputStream in = Files.newInputStream(tar)) {
            TarReader reader = new TarReader(in);
            assertSame(image, reader, Objects.requireNonNull(reader.next()));
            TarMember map = Objects.requireNonNull(reader.next());
            assertEquals("b.map", map.name());
            byte[] text = new byte[10];
            assertEquals(6, reader.read(text, 0, 10));
            assertNull(reader.next());
        }
    }

    @DisplayName("NA2 long and hostile names, links and folders")
    @ParameterizedTest
    @ValueSource(strings = {"gnu", "posix"})
    void names(String format) throws IOException {
        String longName = "d/" + "x".repeat(120) + "/" + "y".repeat(130) + ".img";
        Files.createDirectories(directory.resolve(longName).getParent());
        Files.writeString(directory.resolve(longName), "long");
        Files.writeString(directory.resolve("new\nline \"q\".img"), "n");
        Files.createSymbolicLink(directory.resolve("link.img"), Path.of("/etc/passwd"));
        Files.createLink(directory.resolve("z-hard.img"), directory.resolve("new\nline \"q\".img"));
        Path tar = tar(new String[] {"--format=" + format}, "d", "link.img", "new\nline \"q\".img", "z-hard.img");
        List<TarMember> members = members(tar);
        assertEquals(
                List.of("d/", "d/" + "x".repeat(120) + "/", longName, "link.img", "new\nline \"q\".img", "z-hard.img"),
                members.stream().map(TarMember::name).toList());
        assertEquals(TarMember.Kind.SYMBOLIC_LINK, members.get(3).kind());
        assertEquals("/etc/passwd", members.get(3).linkName());
        assertEquals(TarMember.Kind.HARD_LINK, members.get(5).kind());
        assertEquals("new\nline \"q\".img", members.get(5).linkName());
        assertEquals(4, members.get(2).size());
    }

    @Test
    @DisplayName("NA2 archives put one behind the other are all read")
    void concatenated() throws IOException {
        Files.writeString(directory.resolve("a"), "1");
        Path one = tar(new String[] {}, "a");
        byte[] bytes = Files.readAllBytes(one);
        ByteArrayOutputStream two = new ByteArrayOutputStream();
        two.write(bytes);
        two.write(bytes);
        TarReader reader = new TarReader(new ByteArrayInputStream(two.toByteArray()));
        assertNotNull(reader.next());
        assertNotNull(reader.next());
        assertTrue(reader.concatenated());
        assertNull(reader.next());
    }

    @Test
    @DisplayName("NX2 cut anywhere, an archive is damaged and never just shorter")
    void cut() throws IOException {
        Files.writeString(directory.resolve("a.img"), "x".repeat(2000));
        Files.writeString(directory.resolve("b.img"), "y".repeat(10));
        byte[] whole = Files.readAllBytes(tar(new String[] {"--format=posix", "-b1"}, "a.img", "b.img"));
        int end = whole.length;
        while (whole[end - 1] == 0) {
            end--;
        }
        for (int length = 0; length < end; length += 37) {
            byte[] part = java.util.Arrays.copyOf(whole, length);
            assertThrows(DamagedTarException.class, () -> readAll(part), "cut at " + length);
        }
    }

    @Test
    @DisplayName("NX2 a changed header is damage")
    void changedHeader() throws IOException {
        Files.writeString(directory.resolve("a.img"), "x".repeat(2000));
        byte[] whole = Files.readAllBytes(tar(new String[] {"--format=gnu"}, "a.img"));
        whole[3] ^= 1;
        assertThrows(DamagedTarException.class, () -> readAll(whole));
    }

    @Test
    void namesAreMadeSafe() {
        assertEquals(Optional.of("a/b.img"), MemberName.safe("./a//b.img"));
        assertEquals(Optional.of("etc/x.img"), MemberName.safe("/etc/x.img"));
        assertEquals(Optional.empty(), MemberName.safe("a/../../x.img"));
        assertEquals(Optional.empty(), MemberName.safe("/"));
        assertEquals("a%FFb%00.img", MemberName.decode(new byte[] {'a', -1, 'b', 0, '.', 'i', 'm', 'g'}));
        assertEquals("ä", MemberName.decode("ä".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void numbersOfAllSizes() throws IOException {
        byte[] block = new byte[512];
        System.arraycopy("00000000144\0".getBytes(StandardCharsets.US_ASCII), 0, block, 124, 12);
        assertEquals(100, new TarHeader(block, 0).size());
        ByteBuffer.wrap(block)
                .put(124, (byte) 0x80)
                .putInt(125, 0)
                .putLong(128, 9L << 30)
                .put(127, (byte) 0);
        assertEquals(9L << 30, new TarHeader(block, 0).size());
        java.util.Arrays.fill(block, 124, 136, (byte) 0xff);
        assertThrows(DamagedTarException.class, () -> new TarHeader(block, 0).size());
    }

    private Path tar(String[] options, String... files) {
        Path tar = directory.resolve("test.tar");
        List<String> command = new ArrayList<>(List.of("tar", "-cf", tar.toString()));
        command.addAll(List.of(options));
        command.addAll(List.of(files));
        Tool.run(directory, command.toArray(String[]::new));
        return tar;
    }

    private static void readAll(byte[] bytes) throws IOException {
        TarReader reader = new TarReader(new ByteArrayInputStream(bytes));
        while (reader.next() != null) {}
    }

    private static List<TarMember> members(Path tar) throws IOException {
        List<TarMember> members = new ArrayList<>();
        try (InputStream in = Files.newInputStream(tar)) {
            TarReader reader = new TarReader(in);
            for (TarMember member = reader.next(); member != null; member = reader.next()) {
                members.add(member);
            }
        }
        return members;
    }

    private static void assertSame(Path expected, TarReader reader, TarMember member) throws IOException {
        MemberPieces pieces = new MemberPieces(reader, member.map());
        long position = 0;
        try (FileChannel file = FileChannel.open(expected)) {
            for (Piece piece = pieces.next(new byte[MemberPieces.SIZE]);
                    piece != null;
                    piece = pieces.next(new byte[MemberPieces.SIZE])) {
                assertEquals(position, piece.start());
                byte[] bytes = piece.bytes();
                if (bytes == null) {
                    assertHole(file, piece);
                } else {
                    ByteBuffer there = ByteBuffer.allocate((int) piece.length());
                    file.read(there, position);
                    assertArrayEquals(there.array(), java.util.Arrays.copyOf(bytes, there.capacity()));
                }
                position += piece.length();
            }
        }
        assertEquals(Files.size(expected), position);
    }

    // Looking at the first and last bytes of each mebibyte is enough for the few runs of noise there are.
    private static void assertHole(FileChannel file, Piece piece) throws IOException {
        ByteBuffer some = ByteBuffer.allocate(4096);
        long end = piece.start() + piece.length();
        for (long at = piece.start(); at < end; at += 4096) {
            some.clear().limit((int) Math.min(4096, end - at));
            file.read(some, at);
            for (int i = 0; i < some.limit(); i += 97) {
                assertEquals(0, some.get(i), "at " + (at + i));
            }
            at += at % (1 << 20) == 0 ? 0 : 60 << 10;
        }
    }
}
