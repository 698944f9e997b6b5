package io.pureboot.linux.sysfs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The whole disks of this machine, from /sys/block; nothing is opened. Left out: RAM disks, drives without a medium,
 * loop devices without a file, the hidden paths of NVMe multipath, and the boot and RPMB areas of eMMC.
 */
public final class BlockDevices {
    private static final Pattern NOT_A_DISK =
            Pattern.compile("(ram|zram|fd|mtdblock)\\d+|mmcblk\\d+(boot\\d+|rpmb|gp\\d+)");

    private static final int MOST_LOOKS = 1000;

    private final Path sysRoot;
    private final Path devRoot;

    /** @param sysRoot {@code /sys}, or a copy of the part of it that matters */
    public BlockDevices(Path sysRoot, Path devRoot) {
        this.sysRoot = sysRoot;
        this.devRoot = devRoot;
    }

    public static BlockDevices ofThisMachine() {
        return new BlockDevices(Path.of("/sys"), Path.of("/dev"));
    }

    /** All disks, those of one driver in the order of their names: sda, sdb, sdaa. */
    public List<DiskDevice> list() throws IOException {
        List<DiskDevice> disks = new ArrayList<>();
        for (String name : names()) {
            read(name).ifPresent(disks::add);
        }
        return disks;
    }

    /**
     * One disk.
     *
     * @param device {@code sda}, {@code /dev/sda} or a link to it; empty when it is no whole disk
     */
    public Optional<DiskDevice> find(String device) throws IOException {
        String name = DeviceNames.kernelName(devRoot, device);
        return names().contains(name) ? read(name) : Optional.empty();
    }

    /** The disk a partition belongs to, or the disk itself. */
    public Optional<DiskDevice> diskOf(String device) throws IOException {
        String name = DeviceNames.kernelName(devRoot, device);
        for (DiskDevice disk : list()) {
            if (disk.name().equals(name)
                    || disk.partitions().stream().anyMatch(part -> part.name().equals(name))) {
                return Optional.of(disk);
            }
        }
        return Optional.empty();
    }

    /** The kernel's name of what {@code device} names, whether that exists or not. */
    String nameOf(String device) throws IOException {
        return DeviceNames.kernelName(devRoot, device);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(sysRoot.resolve("block"))) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> !NOT_A_DISK.matcher(name).matches())
                    .sorted(DeviceNames.ORDER)
                    .toList();
        }
    }

    private Optional<DiskDevice> read(String name) throws IOException {
        Attributes disk = new Attributes(sysRoot.resolve("block").resolve(name));
        try {
            boolean emptyLoop = name.startsWith("loop") && !disk.in("loop").has("backing_file");
            if (emptyLoop || disk.number("size") == 0 || disk.number("hidden", 0) != 0) {
                return Optional.empty();
            }
            return Optional.of(describe(name, disk));
        } catch (IOException e) {
            if (!disk.has("size")) {
                return Optional.empty(); // unplugged while we looked
            }
            throw e;
        }
    }

    private DiskDevice describe(String name, Attributes disk) throws IOException {
        Path realPath = disk.directory().toRealPath();
        DiskIdentityReader identity = new DiskIdentityReader(disk, realPath, sysRoot.toRealPath());
        Attributes queue = disk.in("queue");
        return new DiskDevice(
                name,
                DeviceNames.path(devRoot, name),
                Files.readString(disk.directory().resolve("dev")).strip(),
                disk.number("size") * 512,
                Math.toIntExact(queue.number("logical_block_size")),
                Math.toIntExact(queue.number("physical_block_size")),
                disk.number("ro", 0) != 0,
                disk.number("removable", 0) != 0,
                identity.model(),
                identity.serial(),
                identity.wwn(),
                Transports.of(name, realPath),
                disk.in("loop").text("backing_file"),
                partitions(disk));
    }

    private List<DiskPartition> partitions(Attributes disk) throws IOException {
        List<DiskPartition> partitions = new ArrayList<>();
        try (Stream<Path> entries = Files.list(disk.directory())) {
            for (Path entry : entries.filter(each -> Files.exists(each.resolve("partition")))
                    .toList()) {
                partition(entry).ifPresent(partitions::add);
            }
        }
        partitions.sort(Comparator.comparingInt(DiskPartition::number));
        return partitions;
    }

    /** Empty when it went while we looked: the kernel takes one away, or makes it, in steps. */
    private Optional<DiskPartition> partition(Path entry) throws IOException {
        for (int looks = 1; ; looks++) {
            try {
                Attributes partition = new Attributes(entry);
                String name = entry.getFileName().toString();
                // The kernel counts these in 512 bytes whatever the disk's sector size.
                return Optional.of(new DiskPartition(
                        Math.toIntExact(partition.number("partition")),
                        name,
                        DeviceNames.path(devRoot, name),
                        Files.readString(entry.resolve("dev")).strip(),
                        partition.number("start") * 512,
                        partition.number("size") * 512));
            } catch (IOException e) {
                if (!Files.exists(entry)) {
                    return Optional.empty();
                }
                if (looks == MOST_LOOKS) {
                    throw e;
                }
            }
        }
    }
}
