package io.pureboot.demo;

import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.CommandRunner;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Makes the raw image of a disk as machines have it: GPT, an EFI system partition (FAT32), an ext4 and a btrfs with
 * real files, and an unformatted partition. The image is sparse.
 */
public final class SampleDisk {
    public static final long MINIMUM = 768L << 20;
    private static final long MIB = 1L << 20;
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final CommandRunner runner;
    private final Workspace workspace;

    public SampleDisk(CommandRunner runner, Workspace workspace) {
        this.runner = runner;
        this.workspace = workspace;
    }

    /**
     * @param size bytes of the disk, at least {@link #MINIMUM}
     * @param filled about how many bytes of files the file systems get together
     */
    public Path make(String name, long size, long filled) throws IOException {
        Path image = workspace.file(name);
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(size);
        }
        long espEnd = 1 + 64;
        long btrfsStart = size / MIB * 3 / 4;
        long btrfsEnd = size / MIB - 16;
        run(
                "sgdisk",
                place(1, 1, espEnd),
                "--typecode=1:ef00",
                "--change-name=1:EFI system",
                place(2, espEnd, btrfsStart),
                "--typecode=2:8300",
                "--change-name=2:root",
                place(3, btrfsStart, btrfsEnd),
                "--typecode=3:8300",
                "--change-name=3:data",
                "--new=4:" + btrfsEnd + "M:0",
                "--typecode=4:8301",
                image.toString());
        esp(image, MIB, (espEnd - 1) * MIB);
        Path files = workspace.file(name + ".files");
        RealFiles.fill(files, filled / 5);
        format(
                image,
                btrfsStart * MIB,
                (btrfsEnd - btrfsStart) * MIB,
                "mkfs.btrfs",
                "-q",
                "-L",
                "data",
                "--rootdir",
                files.toString());
        RealFiles.fill(Files.createDirectories(files.resolve("more")), filled * 3 / 5);
        RealFiles.addSparse(files.resolve("sparse"), 64 * MIB); // mkfs.btrfs would fill its holes
        format(
                image,
                espEnd * MIB,
                (btrfsStart - espEnd) * MIB,
                "mkfs.ext4",
                "-q",
                "-F",
                "-L",
                "root",
                "-d",
                files.toString());
        Folders.delete(files);
        return image;
    }

    /** From one MiB up to another, in sectors. */
    private static String place(int number, long fromMib, long toMib) {
        return "--new=" + number + ":" + fromMib * 2048 + ":" + (toMib * 2048 - 1);
    }

    private void esp(Path image, long offset, long size) throws IOException {
        format(image, offset, size, "mkfs.vfat", "-F", "32", "-n", "ESP");
        Path loader = workspace.file("bootx64.efi");
        Files.write(loader, Files.readAllBytes(Path.of(System.getProperty("java.home"), "bin", "java")));
        String inside = image + "@@" + offset;
        run("mmd", "-i", inside, "::EFI", "::EFI/BOOT");
        run("mcopy", "-i", inside, loader.toString(), "::EFI/BOOT/BOOTX64.EFI");
        Files.delete(loader);
    }

    /** The device comes last in the arguments of every mkfs. */
    private void format(Path image, long offset, long size, String... mkfs) throws IOException {
        Loop part = workspace.attachPart(image, offset, size, false);
        try {
            String[] argv = java.util.Arrays.copyOf(mkfs, mkfs.length + 1);
            argv[mkfs.length] = part.device().toString();
            run(argv);
        } finally {
            workspace.detach(part);
        }
    }

    private void run(String... argv) throws IOException {
        runner.run(Command.of(argv).within(LIMIT)).orThrow();
    }
}
