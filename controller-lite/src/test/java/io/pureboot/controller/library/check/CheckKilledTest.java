package io.pureboot.controller.library.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.controller.library.TestDisk;
import io.pureboot.controller.library.Tool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
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

/** The check as a process: killed, on a terminal, on a disk that fills up. */
class CheckKilledTest {
    private static final List<String> WHOLE = List.of("a", "a/a.img", "c", "c/c.img");

    @TempDir
    Path directory = Path.of("");

    private CheckFixture fixture = new CheckFixture(Path.of(System.getProperty("java.io.tmpdir")));

    CheckKilledTest() throws IOException {}

    @BeforeEach
    void archives() throws IOException {
        fixture = new CheckFixture(directory);
        fixture.minSize = 0;
        fixture.archive("a", folder -> {
            TestDisk.gpt(folder.resolve("a.img"), 3);
            TestDisk.noise(folder.resolve("a.img"), 1 << 20, 8 << 20);
        });
        fixture.archive("b", folder -> {
            TestDisk.gpt(folder.resolve("b.img"), 1);
            TestDisk.noise(folder.resolve("b.img"), 1 << 20, 3 << 20);
        });
        fixture.archive("c", folder -> {
            TestDisk.gpt(folder.resolve("c.img"), 40);
            TestDisk.noise(folder.resolve("c.img"), 1 << 20, 150 << 20);
        });
    }

    @Test
    @DisplayName("NA4 NS4 NS5 NG2 killed at every line of the log and in the middle of a kept image, run again, all is"
            + " whole")
    void killed() throws Exception {
        int lines = 0;
        for (int kill = 0; kill < 16; kill++) {
            int before = lines + kill % 15 + 1;
            boolean whileWriting = kill == 15;
            Path half = fixture.staging.resolve("tmp/c/.c.img.partial");
            Process process = start();
            try {
                await(process, () -> whileWriting ? writtenAt(half, 20 << 20) : logged() >= before);
            } finally {
                process.destroyForcibly().waitFor();
            }
            onlyWholeImages();
            lines = logged();
            if (kill % 5 == 4 || whileWriting) {
                assertEquals(0, fixture.run());
                assertEquals(WHOLE, fixture.staged());
                onlyWholeImages();
                assertEquals("script_complete", fixture.stages().getLast());
                Files.delete(kept("c"));
                lines = logged();
            }
        }
        assertEquals("", Tool.run(directory, "losetup", "-j", kept("a").toString()));
    }

    @Test
    @DisplayName("NA4 NS2 NG2 stopped while an image is written, nothing of it stays")
    void stopped() throws Exception {
        Path half = fixture.staging.resolve("tmp/c/.c.img.partial");
        Process process = start();
        try {
            await(process, () -> writtenAt(half, 20 << 20));
            process.destroy();
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it does not stop");
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertEquals(143, process.exitValue());
        assertEquals(List.of("a", "a/a.img", "c"), fixture.staged());
    }

    @Test
    @DisplayName("NA4 NS2 NS4 what a killed run left takes no room from the next one, not even from its first archive")
    void leftBehind() throws IOException {
        Path half =
                Files.createDirectories(fixture.staging.resolve("tmp/other/in")).resolve(".o.img.partial");
        Files.writeString(half, "half an image");
        Path whole = Files.writeString(half.resolveSibling("o.img"), "an image");
        Path foreign = Files.writeString(half.resolveSibling(".o.txt.partial"), "something else");
        fixture.space =
                folder -> new DiskSpace.Figures(Files.exists(half) ? 99 : 50, Files.exists(half) ? 1 : 50L << 30);
        assertEquals(0, fixture.run());
        assertEquals(
                "an earlier run did not end: its unfinished %s is removed".formatted(half), fixture.reason("warning"));
        assertTrue(Files.exists(whole) && Files.exists(foreign));
    }

    private void onlyWholeImages() throws IOException {
        for (String hash : List.of("a", "b", "c")) {
            if (Files.exists(kept(hash))) {
                assertEquals(-1, Files.mismatch(fixture.source(hash, hash + ".img"), kept(hash)));
            }
        }
    }

    @Test
    @DisplayName("NS2 NX2 a disk that is full while a kept image is written: exit code 1, nothing partial, then again")
    void full() throws Exception {
        io.pureboot.testing.Prerequisites.requireRoot();
        Path small = Files.createDirectories(fixture.staging);
        Tool.run(directory, "mount", "-t", "tmpfs", "-o", "size=60m", "none", small.toString());
        try {
            fixture.space = folder -> new DiskSpace.Figures(60L << 30, 40L << 30);
            assertEquals(1, fixture.run());
            assertEquals(List.of("a", "a/a.img"), fixture.staged());
            assertTrue(fixture.reason("error").contains("No space left on device"), fixture.reason("error"));
            assertTrue(fixture.events("script_complete").isEmpty());
            onlyWholeImages();
            Files.delete(fixture.log);
            // With the real figures it stops before the disk is full.
            fixture.space = DiskSpace.real();
            assertEquals(1, fixture.run());
            assertTrue(fixture.reason("error").contains("disk space"), fixture.reason("error"));
            assertEquals(List.of("a", "a/a.img"), fixture.staged());
            Tool.run(directory, "mount", "-o", "remount,size=400m", small.toString());
            assertEquals(0, fixture.run());
            assertEquals(WHOLE, fixture.staged());
            onlyWholeImages();
        } finally {
            Tool.run(directory, "umount", small.toString());
        }
    }

    @Test
    @DisplayName("NM1 on a terminal one line shows share, rate and time left")
    void progress() {
        String seen =
                Tool.run(directory, "script", "-qec", String.join(" ", CheckProcess.command(arguments())), "/dev/null");
        assertTrue(seen.matches("(?s).*\\d+ %  [\\d.]+ [KMG]iB/s  \\d+:\\d\\d:\\d\\d left  [abc].*"), seen);
        assertTrue(seen.contains("Check complete"), seen);
    }

    private String[] arguments() {
        return new String[] {
            "check",
            "--archives",
            fixture.archives.toString(),
            "--staging",
            fixture.staging.toString(),
            "--log",
            fixture.log.toString(),
            "--min-size",
            "0"
        };
    }

    private Process start() throws IOException {
        return CheckProcess.start(directory.resolve("output"), arguments());
    }

    // Ends when the condition holds or the process ended before it did.
    private static void await(Process process, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean() && process.isAlive()) {
            assertTrue(System.nanoTime() < deadline, "nothing came");
            LockSupport.parkNanos(200_000);
        }
    }

    private int logged() {
        try (Stream<String> lines = Files.exists(fixture.log) ? Files.lines(fixture.log) : Stream.of()) {
            return (int) lines.count();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static boolean writtenAt(Path file, long position) {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer some = ByteBuffer.allocate(64);
            channel.read(some, position);
            return some.flip().hasRemaining() && !some.equals(ByteBuffer.allocate(some.limit()));
        } catch (IOException e) {
            return false;
        }
    }

    private Path kept(String hash) {
        return fixture.staging.resolve("tmp").resolve(hash).resolve(hash + ".img");
    }
}
