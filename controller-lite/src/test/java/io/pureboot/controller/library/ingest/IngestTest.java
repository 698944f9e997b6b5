package io.pureboot.controller.library.ingest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.controller.library.TestDisk;
import io.pureboot.controller.library.Tool;
import io.pureboot.controller.library.check.LvmImage;
import io.pureboot.controller.library.read.Readers;
import io.pureboot.controller.store.Database;
import io.pureboot.controller.store.LibraryFiles.Inode;
import io.pureboot.controller.store.LibraryStore;
import io.pureboot.controller.store.LibraryStore.Part;
import io.pureboot.linux.process.ProcessCommandRunner;
import io.pureboot.testing.Prerequisites;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An image with a partition of each kind, into the library. */
class IngestTest {
    private static final String HASH = "0123456789abcdef0123456789abcdef";

    @TempDir
    static Path shared = Path.of("");

    @TempDir
    Path directory = Path.of("");

    private LibraryFolder folder = new LibraryFolder(Path.of(""));
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeAll
    static void makeDisk() throws IOException {
        Prerequisites.requireRoot();
        for (String tool : List.of("mkfs.btrfs", "mkfs.xfs", "mkfs.ntfs", "mcopy", "fls", "debugfs", "xfs_db")) {
            Prerequisites.requireTool(tool);
        }
        new MixedDisk(shared.resolve("make")).make(image());
    }

    private static Path image() {
        return shared.resolve(HASH + ".img");
    }

    @BeforeEach
    void makeFolder() {
        folder = new LibraryFolder(directory.resolve("library"));
    }

    private Ingest.Outcome ingest(Path image, boolean contents, boolean archive) throws IOException {
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        Ingest.Options options = new Ingest.Options(contents, archive, null, null);
        return Ingest.run(folder, image, options, new Readers(new ProcessCommandRunner()), Clock.systemUTC(), out);
    }

    private interface Question<T> {
        T ask(LibraryStore store) throws IOException;
    }

    private <T> T library(Question<T> question) throws IOException {
        try (Database database = Database.openLibrary(folder.database())) {
            return question.ask(new LibraryStore(database));
        }
    }

    private Map<String, Part> parts(String hash) throws IOException {
        return library(store -> store.parts(hash)).stream().collect(Collectors.toMap(Part::part, part -> part));
    }

    @Test
    @DisplayName(
            "NF2 NF3 NB1 NB2 NB3 NR1 NR3 NR4 NR5 NR6 NR7 every partition is listed by its reader, what cannot be is"
                    + " said")
    void everyPartition() throws IOException {
        assertFalse(ingest(image(), true, false).complete());
        Map<String, Part> parts = parts(HASH);
        assertEquals(
                "{1=read debugfs, 2=read btrfs-progs, 3=read sleuthkit, 4=read xfs_db, 5=read sleuthkit,"
                        + " 6=none null, 7=none null, 8=unread null}",
                new TreeMap<>(parts)
                        .values().stream()
                                .collect(Collectors.toMap(
                                        Part::part,
                                        part -> part.status() + " " + part.reader(),
                                        (a, b) -> a,
                                        TreeMap::new))
                                .toString(),
                printed::toString);
        assertEquals("no file system is recognised in it", part(parts, "8").reason());
        assertEquals("swap space", part(parts, "7").reason());
        for (String part : List.of("1", "2", "3", "4", "5")) {
            Map<String, Inode> files = files(part);
            Path same = contents(files, part.equals("3") ? "/same.txt" : "/d/same.txt");
            assertEquals(MixedDisk.TEXT, Files.readString(same), part);
            Path big = contents(files, part.equals("3") ? "/big.bin" : "/d/e/big.bin");
            assertEquals(-1, Files.mismatch(shared.resolve("make/tree/d/e/big.bin"), big), part);
            assertEquals(same, contents(files("1"), "/d/same.txt"), "each content once");
        }
        rawRecords();
    }

    // Splits on the first six separators only: a path may hold any byte.
    private void rawRecords() throws IOException {
        String raw = Files.readString(folder.raw().resolve(HASH + ".raw"), StandardCharsets.ISO_8859_1);
        List<String[]> records = new ArrayList<>();
        for (String record : raw.split("\0")) {
            records.add(record.split("\u001c", 7));
        }
        List<String> paths = records.stream().map(record -> record[6]).toList();
        String base = "/mnt/ntt/" + HASH;
        assertTrue(
                paths.containsAll(List.of(
                        base + "/p1",
                        base + "/p1/new\nline \"q\" \\ |.txt",
                        base + "/p2/d/e/big.bin",
                        base + "/p3/same.txt",
                        base + "/p4/d/same.txt",
                        base + "/p5/d/same.txt")),
                paths::toString);
        List<String> order = paths.stream()
                .map(path -> path.substring(base.length() + 2, base.length() + 3))
                .distinct()
                .toList();
        assertEquals(List.of("1", "2", "3", "4", "5"), order);
        String[] hard = records.stream()
                .filter(record -> record[6].equals(base + "/p1/hard.txt"))
                .findFirst()
                .orElseThrow();
        assertEquals(List.of("f", "1", "2", "33"), List.of(hard[0], hard[1], hard[3], hard[4]));
        String[] empty = records.stream()
                .filter(record -> record[6].equals(base + "/p1/empty"))
                .findFirst()
                .orElseThrow();
        assertEquals("1904281689", empty[5]);
        assertEquals(
                List.of("p", "l"),
                records.stream()
                        .filter(record -> record[6].endsWith("/fifo") || record[6].endsWith("/p1/link"))
                        .map(record -> record[0])
                        .sorted(java.util.Comparator.reverseOrder())
                        .toList());
        long counted = parts(HASH).values().stream().mapToLong(Part::records).sum();
        assertEquals(counted, records.size());
    }

    @Test
    @DisplayName(
            "NR6 NH3 equal inode numbers on two partitions stay apart; a second run adds nothing and keeps what is")
    void again() throws IOException {
        ingest(image(), true, false);
        Map<String, Inode> before = files("1");
        library(store -> {
            store.diagnose(HASH, Map.of("device", "an old disk"));
            return "";
        });
        String blobs = blobs();
        ingest(image(), true, false);
        assertEquals(before, files("1"));
        assertEquals(blobs, blobs());
        String same = before.getOrDefault(
                        "/d/same.txt", before.values().iterator().next())
                .inode();
        byte[] name = "user.note".getBytes(StandardCharsets.US_ASCII);
        assertEquals(
                "a note",
                library(store -> new String(
                        store.files().attribute(HASH, "1", same, name).orElseThrow(), StandardCharsets.US_ASCII)));
        List<Map<String, Object>> diagnostics =
                library(store -> store.medium(HASH).orElseThrow().diagnostics());
        assertEquals(3, diagnostics.size());
        assertEquals("an old disk", diagnostics.get(1).get("device"));
        assertTrue(printed.toString(StandardCharsets.UTF_8).contains("known"));
    }

    @Test
    @DisplayName(
            "NH1 NH2 NH3 NR2 a name of 32 hex digits is the medium's hash, and what is recorded of that medium stays")
    void knownMedium() throws IOException {
        Path image = TestDisk.gpt(directory.resolve("af1349b9f5f9a1a6a0404dea36dcc949.img"), 2);
        ingest(image, false, false);
        library(store -> {
            assertEquals(
                    "af1349b9f5f9a1a6",
                    store.medium("af1349b9f5f9a1a6a0404dea36dcc949")
                            .orElseThrow()
                            .human());
            return "";
        });
        TestDisk.blank(image, 99 << 20);
        IOException refused =
                org.junit.jupiter.api.Assertions.assertThrows(IOException.class, () -> ingest(image, false, false));
        assertTrue(String.valueOf(refused.getMessage()).contains("not the same image"), refused::toString);
    }

    @Test
    @DisplayName("NH4 NF4 other names: BLAKE3 of 128 bits over the first and the last mebibyte, filled up with zeros")
    void contentHash() throws IOException {
        Path small = directory.resolve("old disk.img");
        Files.writeString(small, "abc");
        byte[] edge = java.util.Arrays.copyOf("abc".getBytes(StandardCharsets.US_ASCII), 1 << 20);
        org.apache.commons.codec.digest.Blake3 twice = org.apache.commons.codec.digest.Blake3.initHash();
        twice.update(edge).update(edge);
        MediumIdentity identity = MediumIdentity.of(small, "old disk.img");
        assertEquals(java.util.HexFormat.of().formatHex(twice.doFinalize(16)), identity.hash());
        assertEquals("old disk", identity.human());
        // Nothing hashes to this: the well-known first vector of the algorithm.
        assertEquals(
                "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262",
                ContentStore.hash(Files.createFile(directory.resolve("empty"))));
    }

    @Test
    @DisplayName("NB3 a single file system has no partition in its paths")
    void single() throws IOException {
        Path image = TestDisk.ext4(directory.resolve(HASH + ".img"), 8 << 20);
        assertTrue(ingest(image, true, false).complete(), printed::toString);
        String raw = Files.readString(folder.raw().resolve(HASH + ".raw"), StandardCharsets.ISO_8859_1);
        assertTrue(raw.contains("/mnt/ntt/" + HASH + "/lost+found\0"), raw);
    }

    @Test
    @DisplayName(
            "NB1 NH3 what another reader listed of a partition gives way: it named and numbered the files otherwise")
    void anotherReader() throws IOException {
        Path image = TestDisk.ext4(directory.resolve(HASH + ".img"), 8 << 20);
        assertTrue(ingest(image, true, false).complete(), printed::toString);
        library(store -> {
            Part now = store.parts(HASH).getFirst();
            store.save(
                    HASH,
                    new Part(
                            now.part(),
                            now.position(),
                            now.prefix(),
                            now.startBytes(),
                            now.sizeBytes(),
                            now.typeName(),
                            now.fsType(),
                            now.label(),
                            now.uuid(),
                            now.status(),
                            "a reader of before",
                            now.reason(),
                            now.records()));
            store.files().addInode(HASH, new Inode(now.part(), "x1", 'f', 1, 5, 0, null, null));
            store.files()
                    .addPath(
                            HASH,
                            now.part(),
                            ("/mnt/ntt/" + HASH + "/OLD.TXT").getBytes(StandardCharsets.US_ASCII),
                            "x1");
            return "";
        });
        assertTrue(ingest(image, true, false).complete(), printed::toString);
        library(store -> {
            Part now = store.parts(HASH).getFirst();
            assertEquals("debugfs", now.reader());
            assertEquals(now.records(), store.files().paths(HASH, now.part()));
            assertEquals(2, store.files().inodes(HASH, now.part()).size());
            return "";
        });
    }

    @Test
    @DisplayName("NR8 the archive holds the image byte for byte, is read back, and GNU tar reads it too")
    void archived() throws IOException {
        Path image = TestDisk.gpt(directory.resolve(HASH + ".img"), 2);
        Files.writeString(directory.resolve(HASH + ".map"), "# map\n");
        ingest(image, true, true);
        Path archive = folder.archives().resolve(HASH + ".tar.zst");
        Path out = Files.createDirectories(directory.resolve("out"));
        Tool.run(out, "tar", "--zstd", "-xf", archive.toString());
        assertEquals(-1, Files.mismatch(image, out.resolve(HASH + ".img")));
        assertEquals("# map\n", Files.readString(out.resolve(HASH + ".map")));
        library(store -> {
            LibraryStore.Medium medium = store.medium(HASH).orElseThrow();
            assertEquals("archived", medium.status());
            assertEquals(ContentStore.hash(image), medium.imageBlake3());
            return "";
        });
        try (Stream<Path> left = Files.list(folder.root())) {
            assertEquals(
                    List.of(),
                    left.filter(path -> path.getFileName().toString().startsWith("work-"))
                            .toList());
        }
    }

    @Test
    @DisplayName("NH3 what ddrescue could not read makes its partition incomplete and is kept with the medium")
    void notRescued() throws IOException {
        Path image = directory.resolve(HASH + ".img");
        TestDisk.dos(image, 40 << 20, "start=2048, size=32768, type=83\nstart=34816, size=32768, type=83\n");
        Path part = TestDisk.ext4(directory.resolve("part"), 16 << 20);
        Tool.run(directory, "dd", "if=" + part, "of=" + image, "bs=1M", "seek=1", "conv=notrunc", "status=none");
        Tool.run(directory, "dd", "if=" + part, "of=" + image, "bs=1M", "seek=17", "conv=notrunc", "status=none");
        Path map = directory.resolve(HASH + ".map");
        long lost = 20 << 20;
        String state = "# Mapfile. Created by GNU ddrescue version 1.27\n0x0 + 1\n";
        Files.writeString(
                map,
                state + "0 %d +%n%d 8192 -%n%d %d +%n".formatted(lost, lost, lost + 8192, (40 << 20) - lost - 8192));
        assertFalse(ingest(image, true, false).complete());
        Map<String, Part> parts = parts(HASH);
        assertEquals("read", part(parts, "1").status());
        assertEquals("incomplete", part(parts, "2").status());
        assertEquals(
                "8192 of its bytes were not rescued: files may hold zeros instead",
                part(parts, "2").reason());
        LibraryStore.Medium medium = library(store -> store.medium(HASH).orElseThrow());
        assertEquals("incomplete", medium.health());
        assertEquals((40L << 20) - 8192, medium.rescuedBytes());
        assertEquals(8192, medium.diagnostics().getLast().get("lost_bytes"));
        Files.writeString(map, state + "0 1000 +\n");
        assertFalse(ingest(image, true, false).complete());
        assertTrue(printed.toString(StandardCharsets.UTF_8).contains("this is not its map"), printed::toString);
        assertEquals(
                "incomplete",
                library(store -> String.valueOf(store.medium(HASH).orElseThrow().health())));
        Files.writeString(map, state + "0 %d +%n".formatted(40 << 20));
        assertTrue(ingest(image, true, false).complete(), printed::toString);
        assertEquals(
                "ok",
                library(store -> String.valueOf(store.medium(HASH).orElseThrow().health())));
    }

    @Test
    @DisplayName("NB1 NR4 the files of logical volumes inside a partition are listed too, of scattered ones as well")
    void logicalVolumes() throws IOException {
        long start = 1 << 20;
        Path image = TestDisk.dos(directory.resolve(HASH + ".img"), 64 << 20, "start=2048, type=8e\n");
        LvmImage.write(image, start, Map.of("home", List.of(4, 1), "root", List.of(0)));
        Path one = TestDisk.ext4(directory.resolve("one"), 4 << 20);
        Path two = TestDisk.ext4(directory.resolve("two"), 8 << 20);
        TestDisk.noise(directory.resolve("noise"), 0, 5_000_000);
        Tool.run(directory, "debugfs", "-w", "-R", "write noise noise", two.toString());
        copy(one, 0, image, LvmImage.extent(start, 0));
        copy(two, 0, image, LvmImage.extent(start, 4));
        copy(two, 4 << 20, image, LvmImage.extent(start, 1));
        assertTrue(ingest(image, true, false).complete(), printed::toString);
        Map<String, Part> parts = parts(HASH);
        assertEquals(java.util.Set.of("1", "1/vg0/root", "1/vg0/home"), parts.keySet());
        assertEquals("none", part(parts, "1").status());
        assertEquals(-1, Files.mismatch(directory.resolve("noise"), contents(files("1/vg0/home"), "/noise")));
        assertEquals("/p1/vg0/root", part(parts, "1/vg0/root").prefix());
    }

    private static void copy(Path from, long at, Path image, long to) throws IOException {
        try (FileChannel in = FileChannel.open(from);
                FileChannel out = FileChannel.open(image, StandardOpenOption.WRITE)) {
            java.nio.ByteBuffer extent = java.nio.ByteBuffer.allocate(4 << 20);
            in.read(extent, at);
            out.write(extent.flip(), to);
        }
    }

    @Test
    @DisplayName("NB1 NR4 a file system that is damaged is unread with the reason, or incomplete, never empty")
    void damaged() throws IOException {
        Path image = directory.resolve(HASH + ".img");
        Files.copy(image(), image);
        try (FileChannel out = FileChannel.open(image, StandardOpenOption.WRITE)) {
            for (int part = 0; part < 5; part++) {
                // Behind the first block, which tells what it is. Of btrfs both copies, but not what says so again.
                for (long at : part == 1 ? new long[] {1 << 20, 24 << 20, 68 << 20, 110 << 20} : new long[] {8192}) {
                    java.nio.ByteBuffer noise = java.nio.ByteBuffer.allocate(part == 1 ? 38 << 20 : 12 << 20);
                    new java.util.Random(part).nextBytes(noise.array());
                    out.write(noise, MixedDisk.start(part) + at);
                }
            }
        }
        assertFalse(ingest(image, true, false).complete());
        for (String part : List.of("1", "2", "3", "4", "5")) {
            Part read = part(parts(HASH), part);
            assertTrue(List.of("unread", "incomplete").contains(read.status()), read::toString);
            assertTrue(String.valueOf(read.reason()).length() > 10, read::toString);
        }
    }

    @Test
    @DisplayName("NA4 NS4 X14 reading leaves no loop device and does not change the image")
    void leavesNothing() throws IOException {
        byte[] before = digest(image());
        ingest(image(), true, false);
        assertArrayEquals(before, digest(image()));
        assertEquals("", Tool.run(directory, "losetup", "-j", image().toString()));
    }

    private static Part part(Map<String, Part> parts, String key) {
        return Objects.requireNonNull(parts.get(key), key);
    }

    private static byte[] digest(Path file) throws IOException {
        return ContentStore.hash(file).getBytes(StandardCharsets.US_ASCII);
    }

    private Map<String, Inode> files(String part) throws IOException {
        return library(store -> {
            Map<String, Inode> files = new TreeMap<>();
            String start = "/mnt/ntt/" + HASH + "/p" + part;
            for (Inode inode : store.files().inodes(HASH, part)) {
                for (byte[] name : store.files().names(HASH, part, inode.inode())) {
                    files.put(new String(name, StandardCharsets.ISO_8859_1).substring(start.length()), inode);
                }
            }
            return files;
        });
    }

    private Path contents(Map<String, Inode> files, String path) {
        Inode inode = files.get(path);
        assertTrue(inode != null, () -> path + " of " + files.keySet());
        return new ContentStore(folder.contents()).pathOf(String.valueOf(inode == null ? null : inode.blob()));
    }

    private String blobs() {
        return Tool.run(folder.contents(), "find", ".", "-type", "f", "-printf", "%P %T@\\n");
    }
}
