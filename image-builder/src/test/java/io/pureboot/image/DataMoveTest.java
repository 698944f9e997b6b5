package io.pureboot.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.linux.block.LoopDevice;
import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.CommandResult;
import io.pureboot.linux.process.ProcessCommandRunner;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the image's controller knows moves from memory to its data partition: all of it, or none. */
class DataMoveTest {
    private static final Path ORIGINAL = TestImage.ROOT.resolve("rootfs-overlay/usr/local/lib/pureboot/data-disk");
    private static final Set<String> ALL =
            Set.of("certs", "controller.lock", "library", "pureboot.db", "pureboot.db-wal");

    @TempDir
    Path folder;

    private Path data;
    private LoopDevice disk;

    @BeforeEach
    void fill() throws IOException {
        data = Files.createDirectories(folder.resolve("data"));
        Files.createDirectories(data.resolve("library/empty"));
        Files.createDirectories(data.resolve("certs"));
        byte[] database = new byte[3 << 20];
        new Random(1).nextBytes(database);
        Files.write(data.resolve("pureboot.db"), database);
        Files.writeString(data.resolve("pureboot.db-wal"), "wal");
        Files.writeString(data.resolve("controller.lock"), "");
        Path key = Files.writeString(data.resolve("certs/ca.key"), "key");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        disk = partition(256 << 20);
    }

    @AfterEach
    void detach() throws IOException {
        new ProcessCommandRunner()
                .run(Command.of("umount", folder.resolve("run/data-disk").toString()));
        disk.close();
    }

    @Test
    @DisplayName("everything is moved with its modes, nothing else is left there, and there is nothing to do again")
    void moves() throws IOException {
        assertMoved(move(script()));
        assertEquals(ALL, onDisk());
        CommandResult second = move(script());
        assertEquals(1, second.exitCode());
        assertTrue(second.text().contains("has data of its own"), second.text());
        emptyMemory();
        assertMoved(move(script()));
        assertEquals(ALL, onDisk());
    }

    @ParameterizedTest(name = "cut off at {0}")
    @ValueSource(strings = {"cp", "second sync", "umount", "mv"})
    @DisplayName("power lost before the copy is whole: the partition is empty at the next start, not half filled")
    void cutBefore(String at) throws IOException {
        String script = switch (at) {
            // As far as it came: some files are there, one of them in half.
            case "cp" ->
                script().replace(
                                "if ! said=$(cp -a",
                                "mkdir -p \"$place/.moving/certs\"; head -c 1000 \"$data/pureboot.db\" >\"$place/.moving/pureboot.db\";"
                                        + " sync; kill -9 $$\n    if ! said=$(cp -a");
            case "second sync" ->
                script().replace("    # Read from the disk", "    kill -9 $$\n    # Read from the disk");
            case "umount" -> script().replace("if ! /usr/bin/umount", "sync; kill -9 $$\n    if ! /usr/bin/umount");
            default -> script().replace("    if ! mv \"$place", "    kill -9 $$\n    if ! mv \"$place");
        };
        assertEquals(137, move(script).exitCode());
        powerOff();
        emptyMemory();
        assertMoved(move(script()));
        assertEquals(Set.of(), onDisk());
    }

    @ParameterizedTest(name = "cut off at {0}")
    @ValueSource(strings = {"first rename", "last rename", "end"})
    @DisplayName("power lost when the copy is whole: the next start finishes what was begun")
    void cutAfter(String at) throws IOException {
        String script = switch (at) {
            case "first rename" -> script().replace("|| ! sync || ! settle", "|| ! sync || ! kill -9 $$ || ! settle");
            case "last rename" ->
                script().replace(
                                "find \"$place/.moved\" -mindepth 1 -maxdepth 1 -exec",
                                "mv \"$place/.moved/certs\" \"$place/.moved/pureboot.db\" \"$place/\"; sync; kill -9 $$;"
                                        + " find \"$place/.moved\" -mindepth 1 -maxdepth 1 -exec");
            default -> script().replace("rmdir \"$place/.moved\"", "kill -9 $$; rmdir \"$place/.moved\"");
        };
        assertEquals(137, move(script).exitCode());
        powerOff();
        emptyMemory();
        assertMoved(move(script()));
        assertEquals(ALL, onDisk());
    }

    @Test
    @DisplayName("a partition that is too small is said, what is in memory stays, and nothing is left on the partition")
    void tooSmall() throws IOException {
        disk.close();
        disk = partition(2 << 20);
        CommandResult moved = move(script());
        assertEquals(1, moved.exitCode());
        assertTrue(moved.text().contains("No space left on device"), moved.text());
        assertEquals(1, moved.text().lines().count(), moved.text());
        assertTrue(Files.exists(data.resolve("pureboot.db")));
        assertEquals(Set.of(), onDisk());
    }

    @Test
    @DisplayName("what is on the partition already is not mixed with what is in memory: nothing is moved")
    void otherData() throws IOException {
        Path mount = Files.createDirectories(folder.resolve("mount"));
        run("mount", disk.path().toString(), mount.toString());
        Files.writeString(Files.createDirectories(mount.resolve("library")).resolve("kept"), "kept");
        run("umount", mount.toString());
        CommandResult moved = move(script());
        assertEquals(1, moved.exitCode());
        assertTrue(moved.text().contains("has its own library"), moved.text());
        assertEquals(Set.of("library"), onDisk());
        assertTrue(Files.exists(data.resolve("pureboot.db")));
    }

    @Test
    @DisplayName("a copy that reads back otherwise is not taken for one; what cannot be mounted is said")
    void notTrusted() throws IOException {
        CommandResult moved = move(script().replace(
                        "    # Read from the disk",
                        "    printf x >>\"$place/.moving/pureboot.db\"\n    # Read from the disk"));
        assertEquals(1, moved.exitCode());
        assertTrue(moved.text().contains("differs"), moved.text());
        emptyMemory();
        assertMoved(move(script()));
        assertEquals(Set.of(), onDisk());

        try (RandomAccessFile device = new RandomAccessFile(disk.path().toFile(), "rw")) {
            device.write(new byte[1 << 20]);
        }
        CommandResult unreadable = move(script());
        assertEquals(1, unreadable.exitCode());
        assertTrue(unreadable.text().contains("cannot be mounted"), unreadable.text());
    }

    private LoopDevice partition(long size) throws IOException {
        LoopDevice made = LoopDevice.create(folder.resolve("disk"), size, 512);
        run("mke2fs", "-q", "-t", "ext4", "-m", "0", made.path().toString());
        return made;
    }

    private String script() throws IOException {
        return Files.readString(ORIGINAL)
                .replace("\ndata=/opt/pureboot\n", "\ndata=" + data + "\n")
                .replace("\nstate=/run/pureboot\n", "\nstate=" + folder.resolve("run") + "\n");
    }

    private CommandResult move(String text) throws IOException {
        Path script = Files.writeString(folder.resolve("data-disk"), text);
        return new ProcessCommandRunner()
                .run(Command.of("sh", script.toString(), "move", disk.path().toString()));
    }

    /** What was not written is lost with the mount; an ended process left that. */
    private void powerOff() throws IOException {
        run("umount", folder.resolve("run/data-disk").toString());
    }

    private void emptyMemory() throws IOException {
        run("rm", "-rf", data.toString());
        Files.createDirectories(data);
    }

    private void assertMoved(CommandResult moved) {
        assertEquals("", moved.text());
        assertEquals(0, moved.exitCode());
    }

    /** What is on the partition, compared with what was in memory where it is there still. */
    private Set<String> onDisk() throws IOException {
        run("e2fsck", "-f", "-n", disk.path().toString());
        Path mount = Files.createDirectories(folder.resolve("mount"));
        run("mount", disk.path().toString(), mount.toString());
        try (Stream<Path> entries = Files.list(mount)) {
            Set<String> names =
                    new TreeSet<>(entries.map(entry -> entry.getFileName().toString())
                            .filter(name -> !name.equals("lost+found"))
                            .toList());
            assertFalse(names.stream().anyMatch(name -> name.startsWith(".")), names.toString());
            if (names.contains("certs")) {
                assertEquals(
                        "rw-------",
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(mount.resolve("certs/ca.key"))));
                byte[] database = new byte[3 << 20];
                new Random(1).nextBytes(database);
                assertEquals(
                        List.of(true, true),
                        List.of(
                                java.util.Arrays.equals(database, Files.readAllBytes(mount.resolve("pureboot.db"))),
                                Files.isDirectory(mount.resolve("library/empty"))));
            }
            return names;
        } finally {
            run("umount", mount.toString());
        }
    }

    private static void run(String... argv) throws IOException {
        new ProcessCommandRunner().run(Command.of(argv)).orThrow();
    }
}
