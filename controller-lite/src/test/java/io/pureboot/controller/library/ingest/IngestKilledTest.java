package io.pureboot.controller.library.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.controller.library.Tool;
import io.pureboot.controller.library.check.CheckProcess;
import io.pureboot.testing.Prerequisites;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Taking an image in, as a process: killed at any point, and on a disk that fills up. */
class IngestKilledTest {
    private static final String HASH = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path directory = Path.of("");

    private Path image = Path.of("");
    private Path library = Path.of("");

    @BeforeEach
    void makeDisk() throws IOException {
        Prerequisites.requireRoot();
        for (String tool : List.of("mkfs.btrfs", "mkfs.xfs", "mkfs.ntfs", "mcopy", "fls", "debugfs", "xfs_db")) {
            Prerequisites.requireTool(tool);
        }
        image = new MixedDisk(directory.resolve("make")).make(directory.resolve(HASH + ".img"));
        library = Files.createDirectories(directory.resolve("library"));
    }

    private Path output() {
        return directory.resolve("output");
    }

    private Process start(String... arguments) throws IOException {
        String[] all = Stream.concat(Stream.of(arguments), Stream.of("--library", library.toString()))
                .toArray(String[]::new);
        return CheckProcess.start(output(), all);
    }

    private int ingest() throws Exception {
        return start("ingest", image.toString()).waitFor();
    }

    @Test
    @DisplayName("NR6 NR7 NR8 NS4 killed in the middle of every step, run again, the library is whole")
    void killed() throws Exception {
        List<BooleanSupplier> points = List.of(
                () -> Files.exists(library.resolve("library.db")),
                () -> Files.exists(library.resolve("by-hash")) && below(library.resolve("by-hash")) > 0,
                () -> said("p2 "),
                () -> partial(200_000),
                () -> said("archived and read back"));
        for (BooleanSupplier point : points) {
            Process process = start("ingest", image.toString());
            try {
                long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(180);
                while (!point.getAsBoolean() && process.isAlive()) {
                    assertTrue(System.nanoTime() < deadline, "nothing came");
                    LockSupport.parkNanos(200_000);
                }
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
        Path other =
                Files.writeString(library.resolve("archives/.0f" + HASH.substring(2) + ".tar.zst.partial"), "half");
        // What one partition is, is not known: said, and no more.
        assertEquals(1, ingest(), this::said);
        assertEquals(1, start("verify").waitFor(), this::said);
        List<String> problems =
                said().lines().filter(line -> line.contains("p8")).toList();
        assertEquals(1, problems.size(), this::said);
        assertFalse(said().contains("missing") || said().contains("recorded"), this::said);
        assertEquals(List.of(), leftOver());
        assertFalse(Files.exists(other), "another image's archive, which was never finished");
        assertEquals("", Tool.run(directory, "losetup", "-j", image.toString()));
        Path out = Files.createDirectories(directory.resolve("out"));
        Tool.run(
                out,
                "tar",
                "--zstd",
                "-xf",
                library.resolve("archives/" + HASH + ".tar.zst").toString());
        assertEquals(-1, Files.mismatch(image, out.resolve(HASH + ".img")));
    }

    @Test
    @DisplayName("NX2 NR7 NR8 a library whose disk is full says so, loses nothing, and goes on when there is room")
    void full() throws Exception {
        Tool.run(directory, "mount", "-t", "tmpfs", "-o", "size=66m", "none", library.toString());
        try {
            assertEquals(1, ingest(), this::said);
            assertTrue(said().contains("full") || said().contains("No space left"), this::said);
            assertFalse(Files.exists(library.resolve("archives/" + HASH + ".tar.zst")));
            Tool.run(directory, "mount", "-o", "remount,size=600m", library.toString());
            assertEquals(1, ingest(), this::said);
            assertTrue(said().contains("archived and read back"), this::said);
            assertEquals(1, start("verify").waitFor(), this::said);
            assertFalse(said().contains("missing") || said().contains("recorded"), this::said);
            assertEquals(List.of(), leftOver());
        } finally {
            Tool.run(directory, "umount", library.toString());
        }
    }

    private boolean said(String text) {
        return said().contains(text);
    }

    private String said() {
        try {
            return Files.readString(output());
        } catch (IOException e) {
            return "";
        }
    }

    private boolean partial(long size) {
        Path file = library.resolve("archives/." + HASH + ".tar.zst.partial");
        try {
            return Files.size(file) >= size;
        } catch (IOException e) {
            return false;
        }
    }

    private static long below(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).count();
        } catch (IOException | java.io.UncheckedIOException e) {
            return 0;
        }
    }

    private List<String> leftOver() throws IOException {
        try (Stream<Path> all = Files.walk(library)) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith("work-") || name.endsWith(".partial"))
                    .toList();
        }
    }
}
