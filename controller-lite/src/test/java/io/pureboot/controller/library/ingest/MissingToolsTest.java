package io.pureboot.controller.library.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.controller.library.Tool;
import io.pureboot.controller.library.read.Readers;
import io.pureboot.controller.store.Database;
import io.pureboot.controller.store.LibraryStore;
import io.pureboot.controller.store.LibraryStore.Part;
import io.pureboot.linux.process.CommandRunner;
import io.pureboot.linux.process.ProcessCommandRunner;
import io.pureboot.linux.process.ProgramMissingException;
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
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where tools are not installed, or print what nobody expects: said of each partition, never an empty list. */
class MissingToolsTest {
    private static final String HASH = "0123456789abcdef0123456789abcdef";

    @TempDir
    static Path shared = Path.of("");

    @TempDir
    Path directory = Path.of("");

    private final CommandRunner real = new ProcessCommandRunner();
    private LibraryFolder folder = new LibraryFolder(Path.of(""));

    @BeforeAll
    static void makeDisk() throws IOException {
        Prerequisites.requireRoot();
        for (String tool : List.of("mkfs.btrfs", "mkfs.xfs", "mkfs.ntfs", "mcopy", "fls", "debugfs", "xfs_db")) {
            Prerequisites.requireTool(tool);
        }
        new MixedDisk(shared.resolve("make")).make(shared.resolve(HASH + ".img"));
    }

    @BeforeEach
    void makeFolder() {
        folder = new LibraryFolder(directory.resolve("library"));
    }

    private boolean ingest(Path image, boolean contents, CommandRunner runner) throws IOException {
        PrintStream out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        return Ingest.run(
                        folder,
                        image,
                        new Ingest.Options(contents, false, null, null),
                        new Readers(runner),
                        Clock.systemUTC(),
                        out)
                .complete();
    }

    private CommandRunner without(Set<String> missing) {
        return command -> {
            String program = command.argv().getFirst();
            if (missing.contains(program)) {
                throw new ProgramMissingException(program, "/usr/bin");
            }
            return real.run(command);
        };
    }

    private String part(String key) throws IOException {
        try (Database database = Database.openLibrary(folder.database())) {
            Map<String, Part> parts =
                    new LibraryStore(database).parts(HASH).stream().collect(Collectors.toMap(Part::part, part -> part));
            Part part = Objects.requireNonNull(parts.get(key), key);
            return part.status() + ": " + part.reason();
        }
    }

    private static String unread(String program, String name) {
        return "unread: %s is not installed: install the package %s and ingest the image again"
                .formatted(program, name);
    }

    @Test
    @DisplayName("NB1 NR4 NX2 a reader that is not installed: its partitions are unread, the reason names the package,"
            + " and once it is installed they are read")
    void readers() throws IOException {
        Path image = shared.resolve(HASH + ".img");
        assertFalse(ingest(image, false, without(Set.of("debugfs", "btrfs", "fls", "xfs_db"))));
        assertEquals(unread("debugfs", "e2fsprogs"), part("1"));
        assertEquals(unread("btrfs", "btrfs-progs"), part("2"));
        assertEquals(unread("fls", "sleuthkit"), part("3"));
        assertEquals(unread("xfs_db", "xfsprogs"), part("4"));
        assertFalse(ingest(image, false, without(Set.of("losetup"))));
        assertEquals("read: null", part("1"));
        assertEquals(unread("losetup", "util-linux"), part("2"));
        assertEquals(unread("losetup", "util-linux"), part("4"));
        assertFalse(ingest(image, true, without(Set.of("icat", "xfs_logprint"))));
        assertEquals(unread("icat", "sleuthkit"), part("3"));
        assertEquals(unread("xfs_logprint", "xfsprogs"), part("4"));
        ingest(image, true, real);
        for (String key : List.of("1", "2", "3", "4", "5")) {
            assertEquals("read: null", part(key), key);
        }
    }

    @Test
    @DisplayName("NB1 NR4 7-Zip is not installed: a cramfs is unread, with the package's name")
    void sevenZip() throws IOException {
        Path tree = Files.createDirectories(directory.resolve("tree"));
        Files.writeString(tree.resolve("a"), "some content");
        Path image = directory.resolve(HASH + ".img");
        Tool.run(directory, "mkfs.cramfs", tree.toString(), image.toString());
        assertFalse(ingest(image, true, without(Set.of("7zz"))));
        assertEquals(unread("7zz", "7zip"), part("0"));
        assertTrue(ingest(image, true, real));
        assertEquals("read: null", part("0"));
    }

    @Test
    @DisplayName("NB1 NR4 NX2 what a tool prints is not understood: that partition is unread, the others are read")
    void strangeOutput() throws IOException {
        CommandRunner strange = command -> {
            if (command.argv().getFirst().equals("xfs_db")) {
                throw new IllegalStateException("a mistake of the reader's own");
            }
            var result = real.run(command);
            if (command.argv().getFirst().equals("fls")) {
                Files.writeString(
                        Objects.requireNonNull(command.stdoutFile()),
                        "0|/x|99999|r/rrwxrwxrwx|0|0|many|0|0|0|0\n",
                        StandardOpenOption.APPEND);
            }
            return result;
        };
        assertFalse(ingest(shared.resolve(HASH + ".img"), false, strange));
        assertTrue(part("3").startsWith("unread: fls printed a line of no known form: 0|/x|99999|"), part("3"));
        assertEquals(
                "unread: what its reader printed is not understood: java.lang.IllegalStateException: a mistake of the"
                        + " reader's own",
                part("4"));
        assertEquals("read: null", part("1"));
    }
}
