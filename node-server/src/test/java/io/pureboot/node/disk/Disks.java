package io.pureboot.node.disk;

import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.CommandRunner;
import io.pureboot.linux.process.ProcessCommandRunner;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Disk images for tests, made by the real tools. */
public final class Disks {
    public static final CommandRunner RUNNER = new ProcessCommandRunner();

    private Disks() {}

    /** A sparse file of that many bytes. */
    public static Path empty(Path folder, long size) throws IOException {
        Path image = Files.createTempFile(folder, "disk", ".img");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(size);
        }
        return image;
    }

    /** A sparse file with the table an sfdisk script makes. */
    public static Path image(Path folder, long size, String script) throws IOException {
        Path image = empty(folder, size);
        partition(image, script);
        return image;
    }

    /** Writes the table an sfdisk script makes to a file or device; the kernel is not told. */
    public static void partition(Path device, String script) throws IOException {
        Process sfdisk = new ProcessBuilder(
                        "sfdisk", "-q", "--no-reread", "--no-tell-kernel", "--wipe", "never", device.toString())
                .redirectErrorStream(true)
                .start();
        sfdisk.getOutputStream().write(script.getBytes(StandardCharsets.UTF_8));
        sfdisk.getOutputStream().close();
        String said = new String(sfdisk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!sfdisk.waitFor(20, TimeUnit.SECONDS) || sfdisk.exitValue() != 0) {
                throw new IOException("sfdisk: " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    public static void write(Path image, long position, byte[] bytes) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.seek(position);
            file.write(bytes);
        }
    }

    public static void zero(Path image, long position, int length) throws IOException {
        write(image, position, new byte[length]);
    }

    /** Runs a tool with the device as last argument. */
    public static void run(Path device, String... argv) throws IOException {
        String[] all = java.util.Arrays.copyOf(argv, argv.length + 1);
        all[argv.length] = device.toString();
        RUNNER.run(Command.of(all)).orThrow();
    }

    public static String output(String... argv) throws IOException {
        return RUNNER.run(Command.of(argv).keeping(64 << 20)).orThrow().text();
    }
}
