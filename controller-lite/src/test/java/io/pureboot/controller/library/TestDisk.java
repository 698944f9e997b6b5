package io.pureboot.controller.library;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;

/** Disk images made with real tools. */
public final class TestDisk {
    private static final String LINUX = "0fc63daf-8483-4772-8e79-3d69d8477de4";

    private TestDisk() {}

    /** A GPT with so many partitions of 4 MiB, with noise in each. */
    public static Path gpt(Path file, int partitions) throws IOException {
        long size = (2L + 4L * partitions + 2) << 20;
        blank(file, size);
        StringBuilder script = new StringBuilder("label: gpt\n");
        for (int i = 0; i < partitions; i++) {
            script.append("start=%d, size=8192, type=%s%n".formatted(2048 + 8192 * i, LINUX));
        }
        Tool.feed(folderOf(file), script.toString(), "sfdisk", "-q", file.toString());
        noise(file, 1L << 20, 100_000);
        return file;
    }

    /** A DOS table made by an {@code sfdisk} script. */
    public static Path dos(Path file, long size, String script) throws IOException {
        blank(file, size);
        Tool.feed(folderOf(file), "label: dos\n" + script, "sfdisk", "-q", file.toString());
        return file;
    }

    /** A file system on the whole disk. */
    public static Path ext4(Path file, long size) throws IOException {
        blank(file, size);
        Tool.run(folderOf(file), "mkfs.ext4", "-q", "-F", file.toString());
        return file;
    }

    private static Path folderOf(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent());
    }

    public static Path blank(Path file, long size) throws IOException {
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.setLength(size);
        }
        return file;
    }

    public static void noise(Path file, long position, int length) throws IOException {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.seek(position);
            raw.write(bytes);
        }
    }
}
