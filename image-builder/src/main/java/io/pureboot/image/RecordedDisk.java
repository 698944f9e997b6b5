package io.pureboot.image;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import com.fasterxml.jackson.databind.JsonNode;
import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.CommandRunner;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The one disk of the node whose start is recorded: files where the devices of a disk and its ext4 partition would be, and
 * what sysfs would say of them. The builder's own disks are not looked at.
 */
final class RecordedDisk {
    private static final String DEVICE = "/dev/vda";
    private static final long SECTORS = 65_536;
    private static final long FIRST = 2048;
    private static final long LENGTH = 61_440;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private RecordedDisk() {}

    /** Puts it into the system in {@code root} by that system's own tools. */
    static void put(CommandRunner runner, Path root) throws IOException {
        Path partition = sized(root.resolve(DEVICE.substring(1) + 1), LENGTH);
        run(runner, root, "/usr/sbin/mkfs.ext4", "-q", "-F", DEVICE + 1);
        Path whole = sized(root.resolve(DEVICE.substring(1)), SECTORS);
        run(runner, root, "/usr/sbin/sgdisk", "--new=1:" + FIRST + ":+" + (LENGTH - 1), DEVICE);
        try (FileChannel from = FileChannel.open(partition, READ);
                FileChannel to = FileChannel.open(whole, WRITE)) {
            to.position(FIRST * 512);
            from.transferTo(0, LENGTH * 512, to);
        }
        Path disk = root.resolve("sys/block/vda");
        say(disk, "dev", "240:0");
        say(disk, "size", SECTORS);
        say(disk, "ro", 0);
        say(disk, "removable", 0);
        say(disk, "queue/logical_block_size", 512);
        say(disk, "queue/physical_block_size", 512);
        say(disk, "vda1/partition", 1);
        say(disk, "vda1/dev", "240:1");
        say(disk, "vda1/start", FIRST);
        say(disk, "vda1/size", LENGTH);
    }

    /** Whether a node's list of disks has it, and its partition. */
    static boolean isIn(JsonNode list) {
        return list.toString().contains("\"" + DEVICE + "\"") && list.toString().contains("ext4");
    }

    private static Path sized(Path file, long sectors) throws IOException {
        try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
            made.setLength(sectors * 512);
        }
        return file;
    }

    private static void run(CommandRunner runner, Path root, String... argv) throws IOException {
        runner.run(Command.of(DebianStage.inside(root, argv)).within(LIMIT)).orThrow();
    }

    private static void say(Path disk, String attribute, Object value) throws IOException {
        Path file = disk.resolve(attribute);
        Files.createDirectories(file.getParent());
        Files.writeString(file, value + "\n");
    }
}
