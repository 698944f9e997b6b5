package io.pureboot.controller.library.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.ZstdInputStream;
import io.pureboot.linux.table.TestImages;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Discs that xorriso made and those of the test set, whole and damaged. */
class IsoReaderTest {
    private static final int SECTOR = 2048;
    private static final int JOLIET_ROOT = 17 * SECTOR + 156;
    private static final int PLAIN_ROOT = 16 * SECTOR + 156;
    private static final String LONG = "/long-" + "n".repeat(200) + "-end.txt";

    @TempDir
    Path directory = Path.of("");

    private static byte[] disc(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(
                IsoReaderTest.class.getClassLoader().getResourceAsStream("discs/" + name + ".iso.zst"))) {
            return new ZstdInputStream(in).readAllBytes();
        }
    }

    private byte[] joliet() throws IOException {
        Path image = directory.resolve("joliet");
        TestImages.unpack("images/ul-fs-iso-joliet.img.zst", image);
        return Files.readAllBytes(image);
    }

    private OpenFileSystem open(byte[] disc) throws IOException {
        Path image = Files.write(directory.resolve("disc.img"), disc);
        return Readers.iso().open(new Place(image, 0, disc.length, "iso9660"), directory);
    }

    private static Map<String, FileRecord> files(OpenFileSystem disc) {
        return disc.files().stream()
                .collect(Collectors.toMap(file -> file.path().latin1(), file -> file));
    }

    private static FileRecord file(OpenFileSystem disc, String path) {
        FileRecord file = files(disc).get(path);
        assertTrue(file != null, () -> path + " of " + files(disc).keySet());
        return Objects.requireNonNull(file);
    }

    private String content(OpenFileSystem disc, String path) throws IOException {
        Path target = directory.resolve("content");
        disc.copy(file(disc, path), target);
        return Files.readString(target, StandardCharsets.ISO_8859_1);
    }

    private static int find(byte[] bytes, String text, int from) {
        byte[] wanted = text.getBytes(StandardCharsets.ISO_8859_1);
        for (int at = from; at <= bytes.length - wanted.length; at++) {
            if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        throw new IllegalStateException("no " + text);
    }

    private static byte[] with(byte[] bytes, int at, String text) {
        byte[] changed = bytes.clone();
        byte[] put = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(put, 0, changed, at, put.length);
        return changed;
    }

    // Its records begin with their length; the first two are the folder itself and the one above it.
    private static int lastRecord(ByteBuffer bytes, int root) {
        int at = bytes.getInt(root + 2) * SECTOR;
        while (bytes.get(at + Byte.toUnsignedInt(bytes.get(at))) != 0) {
            at += Byte.toUnsignedInt(bytes.get(at));
        }
        return at;
    }

    @Test
    @DisplayName(
            "NB1 NR4 NR7 a disc is listed by its Rock Ridge names, before its Joliet ones: long, odd, links, kinds")
    void rockRidge() throws IOException {
        try (OpenFileSystem disc = open(disc("rock-ridge"))) {
            assertEquals(List.of(), disc.gaps());
            assertEquals(84, disc.files().size());
            assertEquals('d', disc.files().getFirst().kind());
            String umlaut = new String(
                    "/A name with Spaces & Umlaut ä.txt".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            assertEquals("Rock Ridge\n", content(disc, umlaut));
            assertEquals("long\n", content(disc, LONG));
            assertEquals("\u00ff\u00fe latin", content(disc, "/no-utf8-\u00e4\u00f6.txt"));
            assertEquals("deep\n", content(disc, "/d1/d2/d3/d4/d5/d6/d7/d8/d9/d10/deep.txt"));
            assertEquals("47\n", content(disc, "/d1/file-number-47-with-some-length.dat"));
            assertEquals("", content(disc, "/empty"));
            FileRecord one = file(disc, "/one");
            assertEquals(List.of('f', 2L, 4L, 981_173_106L), List.of(one.kind(), one.links(), one.size(), one.mtime()));
            assertEquals(2, file(disc, "/two").links());
            assertEquals(
                    "lcbp",
                    "" + file(disc, "/link").kind() + file(disc, "/chr").kind()
                            + file(disc, "/dev").kind() + file(disc, "/pipe").kind());
            assertEquals(
                    "../some where/over/there".length(), file(disc, "/link").size());
            assertEquals("/absolute/target".length(), file(disc, "/abs").size());
            assertEquals(409, file(disc, "/longlink").size());
            assertEquals(
                    disc.files().size(),
                    disc.files().stream().map(FileRecord::inode).distinct().count());
        }
    }

    @Test
    @DisplayName(
            "NB1 NR4 folders that Rock Ridge moved are listed where they belong, and not lost when nothing points there")
    void moved() throws IOException {
        byte[] disc = disc("moved-folders");
        String deep = "/d1/d2/d3/d4/d5/d6/d7/d8/d9/d10/deep.txt";
        try (OpenFileSystem whole = open(disc)) {
            assertEquals(List.of(), whole.gaps());
            assertEquals("deep\n", content(whole, deep));
            assertTrue(files(whole).keySet().stream().noneMatch(path -> path.startsWith("/rr_moved/")));
        }
        try (OpenFileSystem torn = open(with(disc, find(disc, "CL\f\u0001", 0), "XX"))) {
            assertEquals("deep\n", content(torn, "/rr_moved/d8/d9/d10/deep.txt"));
            assertFalse(files(torn).containsKey(deep));
        }
    }

    @Test
    @DisplayName(
            "NR4 NX2 a disc that does not say it has Rock Ridge is listed by Joliet, and what that leaves out is said")
    void notDeclared() throws IOException {
        byte[] disc = disc("rock-ridge");
        byte[] hidden = with(with(disc, find(disc, "SP\u0007\u0001", 0), "XX"), find(disc, "ER\u00ed\u0001", 0), "XX");
        try (OpenFileSystem joliet = open(hidden)) {
            assertEquals(
                    List.of(),
                    joliet.files().stream().filter(file -> file.kind() == 'l').toList());
            assertEquals("47\n", content(joliet, "/d1/file-number-47-with-some-length.dat"));
            assertEquals(1, joliet.gaps().size(), joliet.gaps()::toString);
            assertTrue(
                    joliet.gaps().getFirst().contains("of the disc's plain list are not among its Joliet names"),
                    joliet.gaps()::toString);
        }
    }

    @Test
    @DisplayName(
            "NR4 NX2 names that are in a disc's plain list alone, not in its Joliet one: said, not left out silently")
    void onlyPlain() throws IOException {
        byte[] disc = joliet();
        try (OpenFileSystem whole = open(disc)) {
            assertEquals(5, whole.files().size());
            assertEquals(List.of(), whole.gaps());
        }
        ByteBuffer bytes = ByteBuffer.wrap(disc).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(lastRecord(bytes, JOLIET_ROOT), (byte) 0);
        try (OpenFileSystem less = open(disc)) {
            assertEquals(4, less.files().size());
            assertEquals(
                    List.of(
                            "1 of the 4 names of the disc's plain list are not among its Joliet names, which are listed"),
                    less.gaps());
        }
    }

    @Test
    @DisplayName("NR4 a file in several pieces is one file; an emptied list gives way to the other, as Linux does it")
    void pieces() throws IOException {
        byte[] disc = joliet();
        ByteBuffer bytes = ByteBuffer.wrap(disc).order(ByteOrder.LITTLE_ENDIAN);
        String first;
        String second;
        try (OpenFileSystem whole = open(disc)) {
            first = content(whole, "/v2.13-ReleaseNotes");
            second = content(whole, "/v2.14-ReleaseNotes");
        }
        int root = bytes.getInt(JOLIET_ROOT + 2) * SECTOR;
        int at = find(disc, "v\0" + "2\0.\0" + "1\0" + "3", root) - 34;
        int next = at + Byte.toUnsignedInt(disc[at]);
        disc[at + 25] |= (byte) 0x80;
        System.arraycopy(disc, at + 33, disc, next + 33, Byte.toUnsignedInt(disc[at + 32]));
        try (OpenFileSystem joined = open(disc)) {
            assertEquals(first + second, content(joined, "/v2.13-ReleaseNotes"));
            assertEquals(4, joined.files().size());
        }
        Arrays.fill(disc, root, root + SECTOR, (byte) 0);
        try (OpenFileSystem plain = open(disc)) {
            assertEquals(first, content(plain, "/V2.13_"));
            assertEquals(5, plain.files().size());
        }
    }

    @Test
    @DisplayName("NX2 entries that go on in a circle, or nowhere, end in a reason; a name that is a path is none")
    void hostileEntries() throws IOException {
        byte[] disc = disc("rock-ridge");
        int record = find(disc, "LONG_NNN", 0) - 33;
        int goesOn = find(disc, "CE\u001c\u0001", record);
        ByteBuffer place = ByteBuffer.wrap(disc).order(ByteOrder.LITTLE_ENDIAN);
        int area = place.getInt(goesOn + 4) * SECTOR + place.getInt(goesOn + 12);
        byte[] circle = disc.clone();
        System.arraycopy(disc, goesOn, circle, area, 28);
        ByteBuffer.wrap(circle)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(area + 20, 28)
                .putInt(goesOn + 20, 28);
        try (OpenFileSystem bad = open(circle)) {
            assertTrue(bad.gaps().getFirst().contains("Rock Ridge entries that go on and on"), bad.gaps()::toString);
            assertEquals("47\n", content(bad, "/d1/file-number-47-with-some-length.dat"));
            assertEquals(84, bad.files().size());
        }
        byte[] nowhere = disc.clone();
        ByteBuffer.wrap(nowhere).order(ByteOrder.LITTLE_ENDIAN).putInt(goesOn + 4, 0x7fffffff);
        try (OpenFileSystem bad = open(nowhere)) {
            assertTrue(bad.gaps().getFirst().contains("go on where nothing can be read"), bad.gaps()::toString);
        }
        int name = find(disc, "NM\n\u0001\0empty", 0) + 5;
        try (OpenFileSystem path = open(with(disc, name, "../\0/"))) {
            String shown =
                    "/..:" + new String("\u2400".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1) + ":";
            assertEquals(0, file(path, shown).size());
        }
    }

    @Test
    @DisplayName(
            "NR4 a session's numbers count from the start of the disc, those of a disc in a partition from its own")
    void places() throws IOException {
        byte[] disc = disc("rock-ridge");
        long at = 1 << 20;
        byte[] disk = new byte[(int) at + disc.length];
        System.arraycopy(disc, 0, disk, (int) at, disc.length);
        Path image = Files.write(directory.resolve("disk.img"), disk);
        try (OpenFileSystem partition = Readers.iso().open(new Place(image, at, disc.length, "iso9660"), directory)) {
            assertEquals(84, partition.files().size());
            assertEquals("long\n", content(partition, LONG));
        }
        byte[] session = new byte[disc.length];
        System.arraycopy(disc, 16 * SECTOR, session, 0, 3 * SECTOR);
        byte[] sessions = new byte[disc.length + 19 * SECTOR];
        System.arraycopy(disc, 0, sessions, 0, disc.length);
        System.arraycopy(session, 0, sessions, disc.length + 16 * SECTOR, 3 * SECTOR);
        Path both = Files.write(directory.resolve("sessions.img"), sessions);
        try (OpenFileSystem second =
                Readers.iso().open(new Place(both, disc.length, 19 * SECTOR, "iso9660"), directory)) {
            assertEquals(84, second.files().size());
            assertEquals("long\n", content(second, LONG));
        }
    }

    @Test
    @DisplayName("NR4 NX2 of a disc that ends early every file is listed or the reason said, and none copied in part")
    void cut() throws IOException {
        byte[] disc = disc("rock-ridge");
        int files = 0;
        for (int sectors = 18; sectors < disc.length / SECTOR; sectors += 3) {
            byte[] part = Arrays.copyOf(disc, sectors * SECTOR);
            try (OpenFileSystem less = open(part)) {
                assertTrue(less.files().size() == 84 || !less.gaps().isEmpty(), "at " + sectors);
                for (FileRecord file : less.files()) {
                    if (file.isFile()) {
                        try {
                            less.copy(file, directory.resolve("content"));
                            assertEquals(file.size(), Files.size(directory.resolve("content")));
                            files++;
                        } catch (IOException e) {
                            assertTrue(String.valueOf(e.getMessage()).contains("outside the image"), e::toString);
                        }
                    }
                }
            } catch (IOException e) {
                assertFalse(String.valueOf(e.getMessage()).isEmpty());
            }
        }
        assertTrue(files > 100, "copied " + files);
    }

    @Test
    @DisplayName("NX2 a disc whose bytes are anything ends in a list or a reason, and soon")
    void hostile() throws IOException {
        List<byte[]> discs = new ArrayList<>(List.of(disc("rock-ridge"), disc("moved-folders"), joliet()));
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (int seed = 0; seed < 400; seed++) {
                Random random = new Random(seed);
                byte[] bad = discs.get(seed % discs.size()).clone();
                for (int i = 0; i < 20; i++) {
                    int from = 16 * SECTOR + random.nextInt(30) * SECTOR;
                    bad[from + random.nextInt(SECTOR / 4)] = (byte) random.nextInt(256);
                }
                try (OpenFileSystem disc = open(bad)) {
                    assertFalse(disc.files().isEmpty());
                } catch (IOException e) {
                    assertFalse(String.valueOf(e.getMessage()).isEmpty());
                }
            }
        });
        byte[] none = disc("rock-ridge");
        Arrays.fill(none, 16 * SECTOR, 19 * SECTOR, (byte) 0);
        assertThrows(IOException.class, () -> open(none));
        byte[] sierra = with(none, 16 * SECTOR + 9, "CDROM");
        assertTrue(String.valueOf(
                        assertThrows(IOException.class, () -> open(sierra)).getMessage())
                .contains("High Sierra"));
    }

    @Test
    @DisplayName("NX2 a root that points to itself or behind the end is a reason, not an empty list")
    void noRoot() throws IOException {
        byte[] disc = disc("moved-folders");
        ByteBuffer.wrap(disc).order(ByteOrder.LITTLE_ENDIAN).putInt(PLAIN_ROOT + 2, 1 << 30);
        assertTrue(
                String.valueOf(assertThrows(IOException.class, () -> open(disc)).getMessage())
                        .contains("cannot be read"));
    }
}
