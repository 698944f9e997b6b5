package io.pureboot.controller.library.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.controller.library.TestDisk;
import io.pureboot.controller.library.Tool;
import io.pureboot.controller.library.read.Readers;
import io.pureboot.controller.store.Database;
import io.pureboot.controller.store.LibraryStore;
import io.pureboot.controller.store.LibraryStore.Part;
import io.pureboot.linux.process.CommandRunner;
import io.pureboot.linux.process.ProcessCommandRunner;
import io.pureboot.testing.Prerequisites;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images and libraries that an ingest was not made for: one odd file or neighbour must not cost the others. */
class IngestHostileTest {
    private static final String HASH = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path directory = Path.of("");

    private final CommandRunner real = new ProcessCommandRunner();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private LibraryFolder folder = new LibraryFolder(Path.of(""));

    @BeforeEach
    void makeFolder() {
        folder = new LibraryFolder(directory.resolve("library"));
    }

    private boolean ingest(Path image, CommandRunner runner) throws IOException {
        return Ingest.run(
                        folder,
                        image,
                        new Ingest.Options(true, true, null, null),
                        new Readers(runner),
                        Clock.systemUTC(),
                        new PrintStream(printed, true, StandardCharsets.UTF_8))
                .complete();
    }

    private Part part() throws IOException {
        try (Database database = Database.openLibrary(folder.database())) {
            return new LibraryStore(database).parts(HASH).getFirst();
        }
    }

    private Path image(String type, Path tree) throws IOException {
        Path image = TestDisk.blank(directory.resolve(HASH + ".img"), 16 << 20);
        Tool.run(directory, "mkfs." + type, "-q", "-d", tree.toString(), image.toString());
        return image;
    }

    private Path archive() {
        return folder.archives().resolve(HASH + ".tar.zst");
    }

    private Path tree() throws IOException {
        Path tree = Files.createDirectories(directory.resolve("tree"));
        Files.writeString(tree.resolve("a"), "content of a");
        Files.writeString(tree.resolve("z"), "content of z");
        return tree;
    }

    private List<String> contents() throws IOException {
        try (Stream<Path> all = Files.walk(folder.contents())) {
            return all.filter(Files::isRegularFile)
                    .map(file -> {
                        try {
                            return Files.readString(file);
                        } catch (IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    })
                    .sorted()
                    .toList();
        }
    }

    @Test
    @DisplayName("NR7 NR8 NX2 a sparse file larger than the library's disk is said, and costs none of the others")
    void largerThanTheDisk() throws IOException {
        Path tree = tree();
        TestDisk.blank(tree.resolve("lastlog"), 2L << 40);
        Prerequisites.requireTool("debugfs");
        assertFalse(ingest(image("ext4", tree), real));
        String reason = String.valueOf(part().reason());
        assertEquals("incomplete", part().status());
        assertTrue(
                reason.startsWith("1 files could not be read, the first is /lastlog: there is no room for its 2097152"),
                reason);
        assertEquals(List.of("content of a", "content of z"), contents());
        assertTrue(Files.exists(archive()), printed::toString);
    }

    @Test
    @DisplayName("NR4 NX2 an inode that says impossible things is said, the other files are listed and copied")
    void impossibleSize() throws IOException {
        Path image = image("ext4", tree());
        Tool.run(directory, "debugfs", "-w", "-R", "sif a size 0xffffffffffffffff", image.toString());
        assertFalse(ingest(image, real));
        assertEquals("incomplete", part().status(), printed::toString);
        assertTrue(String.valueOf(part().reason()).matches("inode \\d+ of /a cannot be read"), printed::toString);
        assertEquals(List.of("content of z"), contents());
    }

    @Test
    @DisplayName("NR7 NX2 of a file whose blocks a tool names in no known way the reason is recorded, the rest goes on")
    void strangeBlocks() throws IOException {
        Prerequisites.requireRoot();
        Prerequisites.requireLoop();
        Path image = TestDisk.blank(directory.resolve(HASH + ".img"), 320 << 20);
        Tool.run(directory, "mkfs.xfs", "-q", image.toString());
        Path mounted = Files.createDirectories(directory.resolve("mounted"));
        Tool.run(directory, "mount", "-o", "loop", image.toString(), mounted.toString());
        try {
            TestDisk.noise(mounted.resolve("first"), 0, 50_000);
            Files.writeString(mounted.resolve("second"), "content of second");
        } finally {
            Tool.run(directory, "umount", mounted.toString());
        }
        for (String run :
                List.of("0 startblock 9 (99999999999999999999/0) count 13", "0 startblock 9 (3/99999) count 13")) {
            folder = new LibraryFolder(directory.resolve("library" + run.length()));
            boolean[] changed = {false};
            CommandRunner strange = command -> {
                var result = real.run(command);
                if (command.argv().contains("bmap") && !changed[0]) {
                    changed[0] = true;
                    Path output = Objects.requireNonNull(command.stdoutFile());
                    String said = Files.readString(output, StandardCharsets.ISO_8859_1);
                    assertTrue(said.contains("data offset "), said);
                    said = said.replaceFirst("data offset .*", "data offset " + run + " flag 0");
                    Files.writeString(output, said, StandardCharsets.ISO_8859_1);
                }
                return result;
            };
            assertFalse(ingest(image, strange), run);
            assertEquals("incomplete", part().status());
            assertTrue(String.valueOf(part().reason()).startsWith("1 files could not be read"), part()::toString);
            assertEquals(1, contents().size());
            assertTrue(Files.exists(archive()));
        }
    }

    @Test
    @DisplayName("NR8 X15 an archive that the library does not know is never written over: adopted when it is the same")
    void unknownArchive() throws IOException {
        Path image = image("ext4", tree());
        Files.createDirectories(folder.archives());
        Files.writeString(archive(), "somebody else's");
        IOException refused = assertThrows(IOException.class, () -> ingest(image, real));
        assertTrue(
                String.valueOf(refused.getMessage()).contains("is there already and cannot be read"),
                printed::toString);
        assertEquals("somebody else's", Files.readString(archive()));
        Path content = Files.createDirectories(directory.resolve("content"));
        TestDisk.blank(content.resolve(HASH + ".img"), 16 << 20);
        Tool.run(content, "tar", "--zstd", "-cf", archive().toString(), HASH + ".img");
        refused = assertThrows(IOException.class, () -> ingest(image, real));
        assertTrue(String.valueOf(refused.getMessage()).contains("holds another image"), refused::toString);
        Files.copy(image, content.resolve(HASH + ".img"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Tool.run(content, "tar", "--zstd", "-cf", archive().toString(), HASH + ".img");
        byte[] same = Files.readAllBytes(archive());
        assertTrue(ingest(image, real), printed::toString);
        assertEquals(-1, java.util.Arrays.mismatch(same, Files.readAllBytes(archive())));
        try (Database database = Database.openLibrary(folder.database())) {
            assertEquals(
                    "archived",
                    new LibraryStore(database).medium(HASH).orElseThrow().status());
        }
    }

    @Test
    @DisplayName("NR8 NX2 an image that changes while it is read is an error, not a success")
    void changes() throws IOException {
        Path image = image("ext4", tree());
        boolean[] changed = {false};
        CommandRunner writing = command -> {
            if (!changed[0]) {
                changed[0] = true;
                Files.write(image, new byte[512], StandardOpenOption.APPEND);
            }
            return real.run(command);
        };
        IOException refused = assertThrows(IOException.class, () -> ingest(image, writing));
        assertTrue(String.valueOf(refused.getMessage()).contains("changed while it was read"), refused::toString);
    }

    @Test
    @DisplayName("NR1 NX2 a device or a folder is no image: refused, and nothing of it is archived")
    void noFile() throws IOException {
        Prerequisites.requireRoot();
        Prerequisites.requireLoop();
        Path image = image("ext4", tree());
        assertThrows(IOException.class, () -> ingest(directory.resolve("tree"), real));
        Path device = Path.of(Tool.run(directory, "losetup", "-f", "--show", "-r", image.toString())
                .strip());
        try {
            IOException refused = assertThrows(IOException.class, () -> ingest(device, real));
            assertTrue(String.valueOf(refused.getMessage()).startsWith("it is no file"), refused::toString);
        } finally {
            Tool.run(directory, "losetup", "-d", device.toString());
        }
        assertFalse(Files.exists(folder.root()));
    }

    // Disks that were cloned from one: the same start and end, other files.
    private Path twin(String name, String content) throws IOException {
        Path tree = Files.createDirectories(directory.resolve("tree of " + name));
        Files.writeString(tree.resolve("a"), content);
        Path part = TestDisk.blank(directory.resolve("part of " + name), 8 << 20);
        Tool.run(directory, "mkfs.ext4", "-q", "-d", tree.toString(), part.toString());
        Path image = directory.resolve(name);
        TestDisk.dos(image, 16 << 20, "label-id: 0x12345678\nstart=4096, size=16384, type=83\n");
        Tool.run(directory, "dd", "if=" + part, "of=" + image, "bs=1M", "seek=2", "conv=notrunc", "status=none");
        return image;
    }

    @Test
    @DisplayName("NH1 NR7 NX2 an image that only begins and ends like another is refused, not taken for that one")
    void twins() throws IOException {
        Path first = twin("first.img", "content of first");
        Path second = twin("second.img", "content of second");
        assertTrue(ingest(first, real), printed::toString);
        IOException refused = assertThrows(IOException.class, () -> ingest(second, real));
        String hint = ContentStore.hash(second).substring(0, 32) + ".img";
        assertTrue(String.valueOf(refused.getMessage()).contains("not the same image"), refused::toString);
        assertTrue(String.valueOf(refused.getMessage()).contains(hint), refused::toString);
        try (Database database = Database.openLibrary(folder.database())) {
            assertEquals(
                    first.toString(),
                    new LibraryStore(database).media().getFirst().imagePath());
        }
        assertTrue(ingest(Files.move(second, second.resolveSibling(hint)), real), printed::toString);
        assertEquals(List.of("content of first", "content of second"), contents());
        assertTrue(ingest(first, real), printed::toString);
    }

    @Test
    @DisplayName("NH1 NR7 NX2 what begins and ends like an image that is not archived yet is compared with that one")
    void twinsBeforeArchiving() throws IOException {
        Path first = twin("first.img", "content of first");
        Path second = twin("second.img", "content of second");
        assertTrue(
                Ingest.run(
                                folder,
                                first,
                                new Ingest.Options(true, false, null, null),
                                new Readers(real),
                                Clock.systemUTC(),
                                new PrintStream(printed, true, StandardCharsets.UTF_8))
                        .complete(),
                printed::toString);
        IOException refused = assertThrows(IOException.class, () -> ingest(second, real));
        assertTrue(String.valueOf(refused.getMessage()).contains("not the same image"), refused::toString);
        Path moved = Files.move(first, directory.resolve("moved.img"));
        assertTrue(ingest(moved, real), printed::toString);
        assertEquals(List.of("content of first"), contents());
    }

    @Test
    @DisplayName("NH1 NR2 a link named by a medium's hash tells whose image it leads to")
    void linkedByHash() throws IOException {
        Path image = twin("disk of old.img", "content");
        Path link = Files.createSymbolicLink(directory.resolve(HASH + ".img"), image);
        assertTrue(ingest(link, real), printed::toString);
        assertTrue(Files.exists(archive()), printed::toString);
    }

    @Test
    @DisplayName("NN3 a list longer than memory is checked all the same")
    void longList() throws IOException {
        assertTrue(ingest(twin(HASH + ".img", "content"), real), printed::toString);
        Path raw = folder.raw().resolve(HASH + ".raw");
        Files.delete(raw);
        TestDisk.blank(raw, 1L << 31);
        try (Database database = Database.openLibrary(folder.database())) {
            LibraryStore store = new LibraryStore(database);
            List<String> problems = new LibraryCheck(folder, store, Clock.systemUTC())
                    .problems(store.medium(HASH).orElseThrow());
            assertTrue(problems.getFirst().contains((1L << 31) + " records"), problems::toString);
        }
    }

    @Test
    @DisplayName("NR4 NX2 folders nested beyond any path a system knows: what is below is said, the rest is listed")
    void nested() throws IOException {
        Path image = TestDisk.blank(directory.resolve(HASH + ".img"), 16 << 20);
        Tool.run(directory, "mkfs.ext4", "-q", image.toString());
        String name = "d".repeat(240);
        StringBuilder commands = new StringBuilder();
        for (int i = 0; i < 75; i++) {
            commands.append("mkdir ").append(name).append("\ncd ").append(name).append('\n');
        }
        Path script = Files.writeString(directory.resolve("script"), commands);
        Tool.run(directory, "debugfs", "-w", "-f", script.toString(), image.toString());
        assertFalse(ingest(image, real));
        assertEquals("folders are nested too deep: what is below one of them is not listed", part().reason());
        assertEquals(70, part().records(), printed::toString);
    }
}
