package io.pureboot.demo;

import io.pureboot.linux.block.ExclusiveOpen;
import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.CommandRunner;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A disk that the caller names for a demo: a whole block device, or a raw image in a file.
 *
 * @param path with links resolved
 * @param blockDevice false for an image file
 * @param size bytes
 */
record OwnDisk(Path path, boolean blockDevice, long size) {
    /** Looks at it without changing anything; refuses what is no whole, idle, raw disk. */
    static OwnDisk of(CommandRunner runner, String option, String text, boolean writable) throws IOException {
        Path given = Path.of(text);
        if (!Files.exists(given)) {
            throw new RefusedException(option + " " + text + ": there is no such file or device"
                    + (writable ? " (an empty disk of 8 GiB: truncate -s 8G " + text + ")" : ""));
        }
        Path path = given.toRealPath();
        if (Files.isDirectory(path)) {
            throw new RefusedException(option + " " + text + " is a folder, not a disk or a raw image of one");
        }
        try {
            return look(runner, option, text, path, writable);
        } catch (IOException e) {
            throw new RefusedException(option + " " + text + " cannot be opened: " + e.getMessage());
        }
    }

    private static OwnDisk look(CommandRunner runner, String option, String text, Path path, boolean writable)
            throws IOException {
        boolean device = isBlockDevice(path);
        if (!device && !Files.isRegularFile(path)) {
            throw new RefusedException(option + " " + text + " is neither a block device nor a file");
        }
        if (!Files.isReadable(path) || (writable && !Files.isWritable(path))) {
            throw new RefusedException(option + " " + text + " may not be " + (writable ? "written" : "read"));
        }
        OwnDisk disk = new OwnDisk(path, device, size(path));
        if (device) {
            requireWholeIdleDevice(option, text, path);
        } else {
            requireIdleFile(runner, option, text, path);
            RawImage.require(option, text, path, disk.size);
        }
        if (disk.size == 0) {
            throw new RefusedException(option + " " + text + " is empty: its size is 0");
        }
        return disk;
    }

    boolean sameAs(OwnDisk other) throws IOException {
        return Files.isSameFile(path, other.path)
                || (blockDevice && other.blockDevice && deviceNumber(path).equals(deviceNumber(other.path)));
    }

    private static Object deviceNumber(Path path) throws IOException {
        return Files.getAttribute(path, "unix:rdev");
    }

    private static boolean isBlockDevice(Path path) throws IOException {
        int mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        return (mode & 0170000) == 0060000;
    }

    private static long size(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return channel.size();
        }
    }

    private static void requireWholeIdleDevice(String option, String text, Path path) throws IOException {
        Path name = path.getFileName();
        if (!Files.isDirectory(Path.of("/sys/block").resolve(name))) {
            throw new RefusedException(option + " " + text + " is a partition or mapped device; name a whole disk");
        }
        if (ExclusiveOpen.isHeld(path)) {
            throw new RefusedException(option + " " + text + " is in use: it or one of its partitions is mounted, swap,"
                    + " part of LVM or RAID, or open in another program");
        }
    }

    private static void requireIdleFile(CommandRunner runner, String option, String text, Path path)
            throws IOException {
        String attached = runner.run(
                        Command.of("losetup", "--noheadings", "--output", "NAME", "--associated", path.toString()))
                .orThrow()
                .text()
                .strip();
        if (!attached.isEmpty()) {
            throw new RefusedException(option + " " + text + " is in use: attached as " + attached.replace("\n", ", ")
                    + " (losetup --detach frees it)");
        }
        OpenFiles.writer(path).ifPresent(process -> {
            throw new RefusedException(option + " " + text + " is in use: process " + process + " has it open");
        });
    }
}
