package io.pureboot.controller.library.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.controller.library.TestDisk;
import io.pureboot.controller.library.Tool;
import io.pureboot.linux.process.CommandRunner;
import io.pureboot.linux.process.ProcessCommandRunner;
import io.pureboot.testing.Prerequisites;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What debugfs reads as something it is not, and how often it is started. */
class ExtReaderTest {
    private static final int FILES = 300;

    @TempDir
    Path directory = Path.of("");

    private final CommandRunner real = new ProcessCommandRunner();
    private final List<String> started = new ArrayList<>();

    private OpenFileSystem open(Path image) throws IOException {
        Prerequisites.requireTool("debugfs");
        Path work = Files.createDirectories(directory.resolve("work \"of\" it".replace("\"", "'")));
        CommandRunner counting = command -> {
            started.add(command.argv().getFirst());
            return real.run(command);
        };
        return new ExtReader(counting).open(new Place(image, 0, Files.size(image), "ext4"), work);
    }

    private static FileRecord file(OpenFileSystem volume, String path) {
        return volume.files().stream()
                .filter(file -> file.path().latin1().equals(path))
                .findFirst()
                .orElseThrow(() -> new AssertionError(path + " of " + volume.files()));
    }

    private Path image(Path tree, String... options) throws IOException {
        Path image = TestDisk.blank(directory.resolve("image"), 32 << 20);
        List<String> argv = new ArrayList<>(List.of("mkfs.ext4", "-q"));
        argv.addAll(List.of(options));
        argv.addAll(List.of("-d", tree.toString(), image.toString()));
        Tool.run(directory, argv.toArray(String[]::new));
        return image;
    }

    @Test
    @DisplayName("NR7 NX2 encrypted and compressed files are listed, and not taken for their contents")
    void encrypted() throws IOException {
        Path tree = Files.createDirectories(directory.resolve("tree/secret"));
        for (String name : List.of("plain", "encrypted", "compressed")) {
            Files.writeString(directory.resolve("tree").resolve(name), name);
        }
        Path image = image(directory.resolve("tree"), "-O", "encrypt");
        assertTrue(Files.exists(tree));
        Tool.run(directory, "debugfs", "-w", "-R", "sif encrypted flags 0x80800", image.toString());
        Tool.run(directory, "debugfs", "-w", "-R", "sif compressed flags 0x80204", image.toString());
        Tool.run(directory, "debugfs", "-w", "-R", "sif secret flags 0x80800", image.toString());
        try (OpenFileSystem volume = open(image)) {
            volume.expect(volume.files().stream().filter(FileRecord::isFile).toList());
            Path target = directory.resolve("content");
            for (String name : List.of("encrypted", "compressed")) {
                IOException refused =
                        assertThrows(IOException.class, () -> volume.copy(file(volume, "/" + name), target));
                assertTrue(String.valueOf(refused.getMessage()).startsWith("it is " + name + " ("), refused::toString);
            }
            volume.copy(file(volume, "/plain"), target);
            assertEquals("plain", Files.readString(target));
            assertEquals(List.of("names in encrypted folders are listed as they are stored"), volume.gaps());
        }
    }

    @Test
    @DisplayName("NR7 many small files are read by few processes; one that cannot be read costs none of the others")
    void fewProcesses() throws IOException {
        Path tree = Files.createDirectories(directory.resolve("tree"));
        List<String> names = new ArrayList<>(List.of("new\nline", "quo\"te", "  blank ", "dump <2> \"x\""));
        for (int i = names.size(); i < FILES; i++) {
            names.add("f" + i);
        }
        for (String name : names) {
            Files.writeString(tree.resolve(name), "content of " + name);
        }
        Path image = image(tree);
        Tool.run(directory, "debugfs", "-w", "-R", "sif f77 block[0] 0xf30a0000", image.toString());
        Tool.run(directory, "debugfs", "-w", "-R", "sif f77 block[1] 0x04", image.toString());
        try (OpenFileSystem volume = open(image)) {
            started.clear();
            List<FileRecord> files =
                    volume.files().stream().filter(FileRecord::isFile).toList();
            List<String> failed = new ArrayList<>();
            for (List<FileRecord> some : List.of(files.subList(0, 200), files.subList(200, files.size()))) {
                volume.expect(some);
                for (FileRecord file : some) {
                    Path target = directory.resolve("content");
                    try {
                        volume.copy(file, target);
                        assertEquals("content of " + file.path().text().substring(1), Files.readString(target));
                    } catch (IOException e) {
                        failed.add(file.path().text());
                    }
                }
            }
            assertEquals(List.of("/f77"), failed);
            try (Stream<Path> left = Files.list(directory.resolve("work 'of' it/dumps"))) {
                assertEquals(List.of(), left.toList());
            }
            assertTrue(started.size() < 40, "debugfs was started %d times".formatted(started.size()));
        }
    }

    @Test
    @DisplayName("NR4 NX2 a name that is missing from a file with two is said")
    void lostName() throws IOException {
        Path tree = Files.createDirectories(directory.resolve("tree"));
        Files.writeString(tree.resolve("one"), "content");
        Files.createLink(tree.resolve("two"), tree.resolve("one"));
        Path image = image(tree);
        Tool.run(directory, "debugfs", "-w", "-R", "unlink two", image.toString());
        try (OpenFileSystem volume = open(image)) {
            assertEquals(List.of("/one has 2 names, 1 are listed"), volume.gaps());
        }
    }
}
