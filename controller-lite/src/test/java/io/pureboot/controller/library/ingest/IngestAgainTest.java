package io.pureboot.controller.library.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.controller.library.TestDisk;
import io.pureboot.controller.library.Tool;
import io.pureboot.controller.library.read.Readers;
import io.pureboot.controller.store.Database;
import io.pureboot.controller.store.LibraryFiles.Inode;
import io.pureboot.controller.store.LibraryStore;
import io.pureboot.controller.store.LibraryStore.Medium;
import io.pureboot.controller.store.LibraryStore.Part;
import io.pureboot.linux.process.CommandRunner;
import io.pureboot.linux.process.ProcessCommandRunner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An image of a medium that is known, with other bytes than before: never taken for what was read before. */
class IngestAgainTest {
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

    private boolean ingest(Path image, boolean archive, CommandRunner runner) throws IOException {
        return Ingest.run(
                        folder,
                        image,
                        new Ingest.Options(true, archive, null, null),
                        new Readers(runner),
                        Clock.systemUTC(),
                        new PrintStream(printed, true, StandardCharsets.UTF_8))
                .complete();
    }

    private String refused(Path image, boolean archive) {
        return String.valueOf(assertThrows(IOException.class, () -> ingest(image, archive, real), printed::toString)
                .getMessage());
    }

    // All of these begin and end alike.
    private Path disk(String name, String content) throws IOException {
        Path tree = Files.createDirectories(directory.resolve("tree of " + content));
        Files.writeString(tree.resolve("a"), content);
        Path part = TestDisk.blank(directory.resolve("part"), 8 << 20);
        Tool.run(directory, "mkfs.ext4", "-q", "-d", tree.toString(), part.toString());
        Path image = directory.resolve(name);
        Files.deleteIfExists(image);
        TestDisk.dos(image, 16 << 20, "label-id: 0x12345678\nstart=4096, size=16384, type=83\n");
        Tool.run(directory, "dd", "if=" + part, "of=" + image, "bs=1M", "seek=2", "conv=notrunc", "status=none");
        return image;
    }

    private void overwrite(Path image, String content) throws IOException {
        Path other = disk("other.img", content);
        Files.write(image, Files.readAllBytes(other), StandardOpenOption.TRUNCATE_EXISTING);
    }

    private List<Medium> media() throws IOException {
        try (Database database = Database.openLibrary(folder.database())) {
            return new LibraryStore(database).media();
        }
    }

    private Medium medium() throws IOException {
        List<Medium> media = media();
        assertEquals(1, media.size(), media::toString);
        return media.getFirst();
    }

    /** What the library has as the contents of the only medium's files. */
    private List<String> contents() throws IOException {
        String hash = medium().hash();
        try (Database database = Database.openLibrary(folder.database())) {
            LibraryStore store = new LibraryStore(database);
            Stream.Builder<String> found = Stream.builder();
            for (Part part : store.parts(hash)) {
                for (Inode inode : store.files().inodes(hash, part.part())) {
                    if (inode.blob() != null) {
                        found.add(Files.readString(new ContentStore(folder.contents()).pathOf(inode.blob())));
                    }
                }
            }
            return found.build().toList();
        }
    }

    private void forgetImage() {
        Tool.run(
                directory,
                "python3",
                "-c",
                "import sqlite3,sys; d=sqlite3.connect(sys.argv[1]); d.execute('UPDATE medium SET image_blake3=NULL'); d.commit()",
                folder.database().toString());
    }

    @Test
    @DisplayName("NH1 NR7 NX2 a rescue that went on in a medium's own image: all of it is read again")
    void rescuedOn() throws IOException {
        Path image = disk(HASH + ".img", "zeros so far");
        assertTrue(ingest(image, false, real), printed::toString);
        assertEquals(List.of("zeros so far"), contents());
        assertEquals("copied", medium().status());
        overwrite(image, "what was rescued");
        assertTrue(ingest(image, false, real), printed::toString);
        assertEquals(List.of("what was rescued"), contents());
        assertTrue(printed.toString(StandardCharsets.UTF_8).contains("takes the place of"), printed::toString);
        assertTrue(ingest(image, true, real), printed::toString);
        assertEquals("archived", medium().status());
    }

    @Test
    @DisplayName("NH1 NR8 X15 while the archive is not to be seen, nothing takes the place of the image it is of")
    void archiveNotMounted() throws IOException {
        Path image = disk(HASH + ".img", "all of it");
        assertTrue(ingest(image, true, real), printed::toString);
        try (Database database = Database.openLibrary(folder.database())) {
            new LibraryStore(database).cleaned(HASH);
        }
        Files.delete(image);
        Path archives = folder.archives().resolveSibling("on another disk");
        Files.move(folder.archives(), archives);
        String refused = refused(disk(HASH + ".img", "an earlier try"), true);
        assertTrue(refused.contains("not the same image"), refused);
        assertEquals(List.of("all of it"), contents());
        assertFalse(Files.exists(folder.archives().resolve(HASH + ".tar.zst")));
    }

    @Test
    @DisplayName("NH1 NR7 NX2 one cloned disk after the other under one name: the second is refused")
    void underOneName() throws IOException {
        Path image = disk("disk.img", "of the first");
        assertTrue(ingest(image, false, real), printed::toString);
        overwrite(image, "of the second");
        String hint = ContentStore.hash(image).substring(0, 32) + ".img";
        String refused = refused(image, false);
        assertTrue(refused.contains("not the same image") && refused.contains(hint), refused);
        assertEquals(List.of("of the first"), contents());
        String own = medium().hash() + ".img";
        assertTrue(refused.contains(own), refused);
        // The way out it tells, for when it is the same medium.
        assertTrue(ingest(Files.move(image, image.resolveSibling(own)), false, real), printed::toString);
        assertEquals(List.of("of the second"), contents());
    }

    @Test
    @DisplayName("NH1 NR7 NX2 a twin of an image that is not there any more is refused")
    void firstIsGone() throws IOException {
        Path first = disk("first.img", "of the first");
        assertTrue(ingest(first, false, real), printed::toString);
        Files.delete(first);
        Path second = disk("second.img", "of the second");
        String refused = refused(second, true);
        assertTrue(refused.contains("not the same image"), refused);
        assertEquals(List.of("of the first"), contents());
        Path elsewhere = Files.createDirectories(directory.resolve("elsewhere"));
        refused = refused(Files.move(second, elsewhere.resolve(medium().hash() + ".img")), true);
        assertTrue(refused.contains(first.resolveSibling(medium().hash() + ".img") + " and ingest that"), refused);
        assertEquals(List.of("of the first"), contents());
    }

    @Test
    @DisplayName("NH1 NR7 NX2 of a record without its image's hash: what cannot be compared is no success")
    void ofAnOlderLibrary() throws IOException {
        Path image = disk("disk.img", "of the first");
        assertTrue(ingest(image, false, real), printed::toString);
        forgetImage();
        String refused = refused(image, false);
        assertTrue(refused.contains("is not known"), refused);
        Path second = disk("second.img", "of the second");
        refused = refused(second, false);
        assertTrue(refused.contains("not the same image"), refused);
        Path copy = Files.copy(image, directory.resolve("copy.img"));
        assertTrue(ingest(copy, false, real), printed::toString);
        assertEquals(ContentStore.hash(copy), medium().imageBlake3());
        forgetImage();
        Path own = Files.move(copy, directory.resolve(medium().hash() + ".img"));
        overwrite(own, "of the second");
        assertTrue(ingest(own, false, real), printed::toString);
        assertEquals(List.of("of the second"), contents());
    }

    @Test
    @DisplayName("NX2 an earlier image that cannot be read is named, with what to do")
    void earlierUnreadable() throws IOException {
        Path image = disk("disk.img", "of the first");
        assertTrue(ingest(image, false, real), printed::toString);
        forgetImage();
        Path copy = Files.copy(image, directory.resolve("copy.img"));
        // A file that the system gives no bytes of.
        Path unreadable = Path.of("/proc/self/mem");
        Tool.run(
                directory,
                "python3",
                "-c",
                "import sqlite3,sys; d=sqlite3.connect(sys.argv[1]); d.execute('UPDATE medium SET image_path=?', [sys.argv[2]]); d.commit()",
                folder.database().toString(),
                unreadable.toString());
        String refused = refused(copy, false);
        assertTrue(
                refused.contains(unreadable + " cannot be read now")
                        && refused.contains("move " + unreadable + " elsewhere"),
                refused);
    }

    @Test
    @DisplayName("NH1 NR8 NX2 an archived image that a rescue improved: refused with how to replace the archive")
    void archivedThenImproved() throws IOException {
        Path image = disk(HASH + ".img", "zeros so far");
        assertTrue(ingest(image, true, real), printed::toString);
        overwrite(image, "what was rescued");
        Path archive = folder.archives().resolve(HASH + ".tar.zst");
        String refused = refused(image, true);
        assertTrue(refused.contains("not the same image"), refused);
        assertTrue(refused.contains("move " + archive + " elsewhere"), refused);
        Files.move(archive, directory.resolve("before.tar.zst"));
        assertTrue(ingest(image, true, real), printed::toString);
        assertEquals(List.of("what was rescued"), contents());
        assertEquals(ContentStore.hash(image), medium().imageBlake3());
        assertEquals(ContentStore.hash(image), new ImageArchive(folder.archives(), HASH).hashInside(HASH));
        assertEquals("archived", medium().status());
    }

    @Test
    @DisplayName("NR8 NX2 an image that changed while it was read: nothing of it is kept, and the next run reads it")
    void changedMeanwhile() throws IOException {
        for (boolean archive : List.of(false, true)) {
            folder = new LibraryFolder(directory.resolve("library, archive " + archive));
            Path image = disk("disk.img", "before");
            Path other = disk("other.img", "after");
            boolean[] changed = {false};
            CommandRunner writing = command -> {
                var result = real.run(command);
                if (!changed[0] && command.argv().contains("debugfs")) {
                    changed[0] = true;
                    Files.copy(other, image, StandardCopyOption.REPLACE_EXISTING);
                }
                return result;
            };
            IOException refused = assertThrows(IOException.class, () -> ingest(image, archive, writing));
            assertTrue(String.valueOf(refused.getMessage()).contains("changed while it was read"), refused::toString);
            assertEquals(List.of(), contents());
            assertEquals("listed", medium().status());
            assertFalse(Files.exists(folder.archives().resolve(medium().hash() + ".tar.zst")));
            try (Database database = Database.openLibrary(folder.database())) {
                Part part = new LibraryStore(database).parts(medium().hash()).getFirst();
                assertEquals("incomplete", part.status(), part::toString);
                assertTrue(Objects.toString(part.reason()).contains("changed"), part::toString);
            }
            assertTrue(ingest(image, archive, real), printed::toString);
            assertEquals(List.of("after"), contents());
            assertEquals(archive ? "archived" : "copied", medium().status());
        }
    }

    @Test
    @DisplayName("NH1 NR2 a link with any name to an image named by its medium's hash is of that medium")
    void linkToHash() throws IOException {
        Path image = disk(HASH + ".img", "content");
        assertTrue(ingest(Files.createSymbolicLink(directory.resolve("link.img"), image), false, real));
        assertEquals(HASH, medium().hash());
        assertTrue(ingest(image, false, real), printed::toString);
        assertEquals(HASH, medium().hash());
    }

    @Test
    @DisplayName("NR8 NX2 an image that changed while it was archived: no archive of it is there")
    void changedWhileArchived() throws IOException {
        Path image = disk("disk.img", "content");
        Path archives = Files.createDirectories(directory.resolve("archives"));
        ImageArchive archive = new ImageArchive(archives, HASH);
        assertThrows(
                IOException.class,
                () -> archive.write(image, HASH, blake3 -> {
                    assertEquals(ContentStore.hash(image), blake3);
                    throw new IOException("it changed");
                }));
        try (Stream<Path> left = Files.list(archives)) {
            assertEquals(List.of(), left.toList());
        }
    }
}
