package io.pureboot.node.disk;

import io.pureboot.linux.process.CommandRunner;
import io.pureboot.linux.sysfs.BlockDevices;
import io.pureboot.linux.sysfs.InUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** A /sys, /dev and /proc of its own, in which image files are the disks. */
final class FakeMachine {
    private final Path root;

    FakeMachine(Path root) throws IOException {
        this.root = root;
        Files.createDirectories(root.resolve("sys/block"));
        Files.createDirectories(root.resolve("dev"));
        Files.createDirectories(root.resolve("proc/self"));
        Files.writeString(root.resolve("proc/self/mountinfo"), "");
    }

    Path device(String name) {
        return root.resolve("dev").resolve(name);
    }

    /** A disk in /sys; the caller puts the image at {@link #device}. */
    void add(String name, long size, Map<String, String> attributes) throws IOException {
        Path disk = Files.createDirectories(root.resolve("sys/block").resolve(name));
        write(disk, "dev", "240:0");
        write(disk, "size", Long.toString(size / 512));
        write(disk, "queue/logical_block_size", "512");
        write(disk, "queue/physical_block_size", "4096");
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            write(disk, attribute.getKey(), attribute.getValue());
        }
    }

    /** A partition as the kernel shows it. */
    void addPartition(String disk, String name, int number, long start, long size) throws IOException {
        Path partition =
                Files.createDirectories(root.resolve("sys/block").resolve(disk).resolve(name));
        write(partition, "dev", "240:" + number);
        write(partition, "partition", Integer.toString(number));
        write(partition, "start", Long.toString(start / 512));
        write(partition, "size", Long.toString(size / 512));
    }

    SystemDiskScanner scanner(CommandRunner runner) {
        Path sys = root.resolve("sys");
        Path dev = root.resolve("dev");
        return new SystemDiskScanner(
                new BlockDevices(sys, dev),
                new InUse(sys, dev, root.resolve("proc"), device -> false),
                runner,
                Optional.empty(),
                Clock.systemUTC());
    }

    private static void write(Path folder, String name, String value) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, value + "\n");
    }
}
