package io.pureboot.linux.sysfs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A small copy of /sys, /dev and /proc under a directory, laid out as the kernel does, links included. */
public final class SysfsTree {
    private static final String SATA = "devices/pci0000:00/0000:00:17.0/ata1/host0/target0:0:0/0:0:0:0";

    private final Path root;
    private final StringBuilder mounts = new StringBuilder("23 1 0:21 / / rw,relatime shared:1 - tmpfs rootfs rw\n");
    private final StringBuilder swaps = new StringBuilder("Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n");
    private int minor;

    public SysfsTree(Path root) throws IOException {
        this.root = root;
        Files.createDirectories(sys().resolve("block"));
        Files.createDirectories(dev());
        Files.createDirectories(proc().resolve("self"));
        flush();
    }

    public Path sys() {
        return root.resolve("sys");
    }

    public Path dev() {
        return root.resolve("dev");
    }

    public Path proc() {
        return root.resolve("proc");
    }

    public Disk sata(String name, long bytes) throws IOException {
        Disk disk = disk(name, SATA, "device/block", bytes, 512, 4096);
        disk.attribute("device/vendor", "ATA     ").attribute("device/model", "Samsung SSD 870 ");
        disk.attribute("device/wwid", "naa.5002538f00000001");
        return disk.bytes("device/vpd_pg80", page80("S5Y1NG0N123456A     "));
    }

    public Disk sas(String name, long bytes) throws IOException {
        String parent = "devices/pci0000:00/0000:02:00.0/host1/port-1:0/end_device-1:0/target1:0:0/1:0:0:0";
        Disk disk = disk(name, parent, "device/block", bytes, 4096, 4096);
        disk.attribute("device/vendor", "SEAGATE ").attribute("device/model", "ST4000NM0025    ");
        disk.attribute("device/wwid", "naa.5000c500a1b2c3d4");
        return disk.bytes("device/vpd_pg80", page80("ZC1ABCDE0000C8351234"));
    }

    public Disk usb(String name, long bytes) throws IOException {
        String port = "devices/pci0000:00/0000:00:14.0/usb2/2-1";
        Disk disk = disk(name, port + "/2-1:1.0/host6/target6:0:0/6:0:0:0", "device/block", bytes, 512, 512);
        write(sys().resolve(port + "/idVendor"), "0781");
        write(sys().resolve(port + "/serial"), "4C530001230415106245");
        disk.attribute("device/vendor", "SanDisk ").attribute("device/model", "Ultra           ");
        return disk.attribute("removable", "1");
    }

    public Disk nvme(String name, long bytes) throws IOException {
        Disk disk = disk(name, "devices/pci0000:00/0000:01:00.0/nvme/nvme0", "device", bytes, 512, 512);
        disk.attribute("device/model", "WD_BLACK SN850X 1000GB                  ");
        disk.attribute("device/serial", "23012C801234        ");
        return disk.attribute("wwid", "eui.e8238fa6bf530001001b448b4a123456");
    }

    public Disk emmc(String name, long bytes) throws IOException {
        String parent = "devices/platform/fe310000.mmc/mmc_host/mmc0/mmc0:0001";
        Disk disk = disk(name, parent, "device/block", bytes, 512, 512);
        disk.attribute("device/name", "BJTD4R").attribute("device/serial", "0x4d2a1b3c");
        return disk.attribute("device/cid", "150100424a54443452061234567890ab");
    }

    public Disk virtio(String name, long bytes) throws IOException {
        Disk disk = disk(name, "devices/pci0000:00/0000:00:04.0/virtio1", "device/block", bytes, 512, 512);
        disk.attribute("device/vendor", "0x1af4");
        return disk.attribute("serial", "vm-disk-0001");
    }

    public Disk virtual(String name, long bytes) throws IOException {
        return disk(name, "devices/virtual", "", bytes, 512, 512);
    }

    public Disk loop(String name, long bytes, String backingFile) throws IOException {
        return virtual(name, bytes).attribute("loop/backing_file", backingFile);
    }

    public SysfsTree mount(String number, String root, String at, String type, String source) throws IOException {
        mounts.append("%d 23 %s %s %s rw - %s %s rw\n".formatted(30 + mounts.length(), number, root, at, type, source));
        flush();
        return this;
    }

    public SysfsTree swap(String path) throws IOException {
        swaps.append(path).append("                              partition\t1048572\t\t0\t\t-2\n");
        flush();
        return this;
    }

    private void flush() throws IOException {
        Files.writeString(proc().resolve("self/mountinfo"), mounts);
        Files.writeString(proc().resolve("swaps"), swaps);
    }

    /** @param kind {@code device/block}: below its device's block directory; {@code device}: below it; or empty */
    private Disk disk(String name, String parent, String kind, long bytes, int logical, int physical)
            throws IOException {
        String below = kind.endsWith("block") || kind.isEmpty() ? "block" : "";
        Path directory = sys().resolve(parent).resolve(below).resolve(name);
        Files.createDirectories(directory.resolve("holders"));
        Files.createSymbolicLink(sys().resolve("block").resolve(name), directory);
        if (!kind.isEmpty()) {
            Files.createSymbolicLink(directory.resolve("device"), sys().resolve(parent));
        }
        Files.writeString(dev().resolve(name), "");
        Disk disk = new Disk(name, directory);
        disk.attribute("dev", "8:" + minor++).attribute("size", Long.toString(bytes / 512));
        disk.attribute("ro", "0").attribute("removable", "0");
        disk.attribute("queue/logical_block_size", Integer.toString(logical));
        return disk.attribute("queue/physical_block_size", Integer.toString(physical));
    }

    private static byte[] page80(String serial) {
        byte[] page = Arrays.copyOf(new byte[] {0, (byte) 0x80, 0, (byte) serial.length()}, 4 + serial.length());
        for (int i = 0; i < serial.length(); i++) {
            page[4 + i] = (byte) serial.charAt(i);
        }
        return page;
    }

    private static void write(Path file, String value) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, value + "\n");
    }

    /** One disk of the tree. */
    public final class Disk {
        private final String name;
        private final Path directory;

        private Disk(String name, Path directory) {
            this.name = name;
            this.directory = directory;
        }

        public Disk attribute(String path, String value) throws IOException {
            write(directory.resolve(path), value);
            return this;
        }

        Disk bytes(String path, byte[] value) throws IOException {
            Files.createDirectories(directory.resolve(path).getParent());
            Files.write(directory.resolve(path), value);
            return this;
        }

        /** Start and size in bytes; the number follows from the name. */
        public Disk partition(String partition, long start, long size) throws IOException {
            attribute(partition + "/partition", partition.replaceAll(".*\\D", ""));
            attribute(partition + "/start", Long.toString(start / 512));
            attribute(partition + "/size", Long.toString(size / 512));
            attribute(partition + "/dev", "259:" + minor++);
            Files.createDirectories(directory.resolve(partition + "/holders"));
            Files.writeString(dev().resolve(partition), "");
            return this;
        }

        /** Puts {@code holder} on top of the disk, or of its partition when one is named. */
        public Disk heldBy(String partition, String holder) throws IOException {
            Files.createDirectories(
                    directory.resolve(partition).resolve("holders").resolve(holder));
            return this;
        }

        /** {@code major:minor} of the disk, or of its partition when one is named. */
        public String number(String partition) throws IOException {
            return Files.readString(directory.resolve(partition).resolve("dev")).strip();
        }

        public String name() {
            return name;
        }
    }
}
