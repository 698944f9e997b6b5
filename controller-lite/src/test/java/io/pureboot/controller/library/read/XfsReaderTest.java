package io.pureboot.controller.library.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.controller.library.TestDisk;
import io.pureboot.controller.library.Tool;
import io.pureboot.linux.process.CommandResult;
import io.pureboot.linux.process.CommandRunner;
import io.pureboot.linux.process.ProcessCommandRunner;
import io.pureboot.testing.Prerequisites;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** XFS as old systems made it, and damaged: no name is lost without a word. */
class XfsReaderTest {
    private static final int BLOCK = 4096;
    private static final int FILES = 300;
    private static final Pattern SECOND_BLOCK = Pattern.compile("data offset 1 startblock \\d+ \\((\\d+)/(\\d+)\\)");

    @TempDir
    Path directory = Path.of("");

    private Path image(String... options) throws IOException {
        Path image = TestDisk.blank(directory.resolve("image"), 320 << 20);
        Path content = Files.writeString(directory.resolve("content"), "some text\n");
        StringBuilder prototype = new StringBuilder("/boot\n0 0\nd--755 0 0\n");
        prototype.append("top ---644 0 0 %s%nd d--755 0 0%ne d--755 0 0%n".formatted(content));
        prototype.append("deep ---644 0 0 %s%nlink l--777 0 0 deep%n$%n$%nbig d--755 0 0%n".formatted(content));
        for (int i = 0; i < FILES; i++) {
            prototype.append("a-name-so-long-that-they-fill-blocks-%d ---644 0 0 %s%n".formatted(i, content));
        }
        prototype.append("$\n$\n");
        Path file = Files.writeString(directory.resolve("prototype"), prototype);
        List<String> argv = new java.util.ArrayList<>(List.of("mkfs.xfs", "-q"));
        argv.addAll(List.of(options));
        argv.addAll(List.of("-p", file.toString(), image.toString()));
        Tool.run(directory, argv.toArray(String[]::new));
        return image;
    }

    private OpenFileSystem open(Path image) throws IOException {
        Path work = Files.createDirectories(directory.resolve("work"));
        return new XfsReader(new ProcessCommandRunner()).open(new Place(image, 0, Files.size(image), "xfs"), work);
    }

    private static FileRecord file(OpenFileSystem volume, String path) {
        return volume.files().stream()
                .filter(file -> file.path().latin1().equals(path))
                .findFirst()
                .orElseThrow(() -> new AssertionError(path + " of " + volume.files()));
    }

    @Test
    @DisplayName("NR4 NR7 XFS whose names do not say what is a folder: all levels are listed, contents copied")
    void withoutFileTypes() throws IOException {
        try (OpenFileSystem volume = open(image("-m", "crc=0", "-n", "ftype=0"))) {
            assertEquals(List.of(), volume.gaps());
            assertEquals(FILES + 7, volume.files().size());
            assertEquals('l', file(volume, "/d/e/link").kind());
            Path target = directory.resolve("target");
            volume.copy(file(volume, "/d/e/deep"), target);
            assertEquals("some text\n", Files.readString(target));
        }
    }

    @Test
    @DisplayName("NR7 XFS: the maps of many small files are asked for at once; where xfs_db complains, each by itself")
    void manyAtOnce() throws IOException {
        Path image = image();
        List<List<String>> started = new ArrayList<>();
        boolean[] complains = {false};
        CommandRunner real = new ProcessCommandRunner();
        CommandRunner counting = command -> {
            started.add(command.argv());
            CommandResult result = real.run(command);
            byte[] said = "Metadata corruption detected".getBytes(StandardCharsets.US_ASCII);
            return complains[0] && command.argv().size() > 20
                    ? new CommandResult(command, 0, result.stdout(), said, false)
                    : result;
        };
        Path target = directory.resolve("target");
        Path work = Files.createDirectories(directory.resolve("work"));
        try (OpenFileSystem volume =
                new XfsReader(counting).open(new Place(image, 0, Files.size(image), "xfs"), work)) {
            List<FileRecord> files =
                    volume.files().stream().filter(FileRecord::isFile).toList();
            started.clear();
            volume.expect(files);
            for (FileRecord file : files) {
                volume.copy(file, target);
                assertEquals("some text\n", Files.readString(target));
            }
            assertEquals(1, started.size());
            complains[0] = true;
            started.clear();
            volume.expect(files);
            for (FileRecord file : files) {
                volume.copy(file, target);
                assertEquals("some text\n", Files.readString(target));
            }
            assertEquals(1 + files.size(), started.size());
        }
    }

    private static long secondBlock(Path image, String folder) {
        String bmap =
                Tool.run(Path.of("/"), "xfs_db", "-r", "-f", "-c", "inode " + folder, "-c", "bmap", image.toString());
        String blocks =
                Tool.run(Path.of("/"), "xfs_db", "-r", "-f", "-c", "sb 0", "-c", "p agblocks", image.toString());
        Matcher run = SECOND_BLOCK.matcher(bmap);
        assertTrue(run.find(), bmap);
        long group = Long.parseLong(blocks.strip().replace("agblocks = ", ""));
        return (Long.parseLong(run.group(1)) * group + Long.parseLong(run.group(2))) * BLOCK;
    }

    @DisplayName(
            "NR4 NX2 XFS: names lost with a block of their folder are said, with the folder; the others are listed")
    @ParameterizedTest(name = "crc={0}")
    @ValueSource(ints = {0, 1})
    void damagedFolder(int crc) throws IOException {
        Path image = image("-m", "crc=" + crc);
        String folder;
        try (OpenFileSystem volume = open(image)) {
            assertEquals(List.of(), volume.gaps());
            folder = file(volume, "/big").inode();
        }
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.seek(secondBlock(image, folder));
            file.write(new byte[BLOCK]);
        }
        try (OpenFileSystem volume = open(image)) {
            assertTrue(volume.files().size() < FILES, "listed " + volume.files().size());
            file(volume, "/d/e/deep");
            String said = String.join("; ", volume.gaps());
            assertTrue(said.contains("the folder /big is damaged, names in it may be missing: xfs_db: Metadata"), said);
            assertTrue(said.contains("it counts %d files and folders, ".formatted(FILES + 7)), said);
            assertTrue(!said.contains("0x55") && !said.contains(" at 0x"), said);
        }
    }

    @Test
    @DisplayName("NR4 NX2 XFS: a log that is none is not taken for one that was replayed")
    void noLog() throws IOException {
        Path image = image();
        String places = Tool.run(
                directory, "xfs_db", "-r", "-f", "-c", "sb 0", "-c", "p logstart agblocks agblklog", image.toString());
        Map<String, String> fields = XfsDb.fields(places);
        long start = Digits.of(fields.get("logstart"));
        int shift = (int) Digits.of(fields.get("agblklog"));
        long block = (start >> shift) * Digits.of(fields.get("agblocks")) + (start & (1L << shift) - 1);
        TestDisk.noise(image, block * BLOCK, 4 << 20);
        try (OpenFileSystem volume = open(image)) {
            assertTrue(
                    volume.gaps().getFirst().startsWith("whether its log is replayed is not known: "),
                    volume.gaps()::toString);
        }
    }

    @DisplayName("NR4 NX2 XFS: a list that xfs_db did not end is not taken for the whole")
    @ParameterizedTest(name = "exit code {0}")
    @ValueSource(ints = {139, 0})
    void endsEarly(int exitCode) throws IOException {
        Path image = image();
        String folder;
        try (OpenFileSystem volume = open(image)) {
            folder = file(volume, "/big").inode();
        }
        CommandRunner real = new ProcessCommandRunner();
        CommandRunner dying = command -> {
            CommandResult result = real.run(command);
            if (!command.argv().containsAll(List.of("ls", "inode " + folder))) {
                return result;
            }
            Path output = Objects.requireNonNull(command.stdoutFile());
            String all = Files.readString(output, StandardCharsets.ISO_8859_1);
            int name = all.indexOf("a-name", all.length() * 3 / 4);
            int end = exitCode == 0 ? name + 10 : all.indexOf('\n', name) + 1;
            Files.writeString(output, all.substring(0, end), StandardCharsets.ISO_8859_1);
            return new CommandResult(command, exitCode, result.stdout(), result.stderr(), false);
        };
        String why = exitCode == 0 ? "the list ends within a name" : "xfs_db: it ended with exit code 139";
        Place place = new Place(image, 0, Files.size(image), "xfs");
        try (OpenFileSystem volume = new XfsReader(dying).open(place, directory.resolve("work"))) {
            assertTrue(
                    volume.gaps().contains("the folder /big is damaged, names in it may be missing: " + why),
                    volume.gaps()::toString);
            file(volume, "/d/e/deep");
        }
    }

    @DisplayName("NR7 NX2 XFS: a map of blocks without the number of its extents is not taken for a hole")
    @ParameterizedTest(name = "asked for at once: {0}")
    @ValueSource(booleans = {true, false})
    void withoutCount(boolean together) throws IOException {
        Path image = image();
        CommandRunner real = new ProcessCommandRunner();
        CommandRunner silent = command -> {
            CommandResult result = real.run(command);
            Path output = command.stdoutFile();
            if (output != null && command.argv().contains("bmap")) {
                String all = Files.readString(output, StandardCharsets.ISO_8859_1);
                Files.writeString(output, all.replaceAll("(?m)^(core.nextents|data) .*\n", ""));
            }
            return result;
        };
        Path target = directory.resolve("target");
        Path work = Files.createDirectories(directory.resolve("work"));
        try (OpenFileSystem volume = new XfsReader(silent).open(new Place(image, 0, Files.size(image), "xfs"), work)) {
            volume.expect(
                    together
                            ? volume.files().stream().filter(FileRecord::isFile).toList()
                            : List.of());
            IOException refused = assertThrows(IOException.class, () -> volume.copy(file(volume, "/d/e/deep"), target));
            assertEquals("its map of blocks is damaged: how many extents it has is not told", refused.getMessage());
        }
    }

    @Test
    @DisplayName("NR7 NX2 XFS: a file whose map of blocks leads round in a circle costs minutes and none of the others")
    void endlessMap() throws IOException {
        Prerequisites.requireRoot();
        Prerequisites.requireLoop();
        Path image = image();
        Path mounted = Files.createDirectories(directory.resolve("mounted"));
        Tool.run(directory, "mount", "-o", "loop", image.toString(), mounted.toString());
        try (RandomAccessFile file =
                new RandomAccessFile(mounted.resolve("holes").toFile(), "rw")) {
            for (int i = 0; i < FILES; i++) {
                file.seek(2L * i * BLOCK);
                file.write(1);
            }
        } finally {
            Tool.run(directory, "umount", mounted.toString());
        }
        String inode;
        try (OpenFileSystem volume = open(image)) {
            inode = file(volume, "/holes").inode();
        }
        String map = Tool.run(
                directory, "xfs_db", "-r", "-f", "-c", "inode " + inode, "-c", "p u3.bmbt.ptrs[1]", image.toString());
        String block = map.strip().replaceFirst("(?s).*[:= ](\\d+)$", "$1");
        String place = Tool.run(
                directory, "xfs_db", "-r", "-f", "-c", "convert fsblock %s byte".formatted(block), image.toString());
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.seek(Long.parseLong(place.strip().replaceFirst(".*\\((\\d+)\\)$", "$1")));
            file.write(new byte[BLOCK]);
        }
        XfsReader hurried = new XfsReader(new ProcessCommandRunner(), Duration.ofSeconds(10));
        try (OpenFileSystem volume =
                hurried.open(new Place(image, 0, Files.size(image), "xfs"), directory.resolve("work"))) {
            Path target = directory.resolve("target");
            IOException refused = assertThrows(IOException.class, () -> volume.copy(file(volume, "/holes"), target));
            assertEquals("its map of blocks is damaged: it did not end within 10 s", refused.getMessage());
            volume.copy(file(volume, "/d/e/deep"), target);
            assertEquals("some text\n", Files.readString(target));
        }
    }

    @Test
    @DisplayName("NR4 NX2 XFS: a folder whose name leads to another file is missed by the count of inodes")
    void fewerNames() throws IOException {
        Path image = image("-m", "crc=0", "-n", "ftype=0");
        Tool.run(
                directory,
                "xfs_db",
                "-x",
                "-f",
                "-c",
                "inode 128",
                "-c",
                "write u.sfdir2.list[1].inumber.i4 131",
                image.toString());
        try (OpenFileSystem volume = open(image)) {
            assertTrue(volume.gaps().stream().anyMatch(gap -> gap.startsWith("it counts ")), volume.gaps()::toString);
        }
    }
}
