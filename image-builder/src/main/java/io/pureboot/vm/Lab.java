package io.pureboot.vm;

import io.pureboot.controller.boot.NetworkBoot;
import io.pureboot.demo.Folders;
import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.ProcessCommandRunner;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A controller and machines that boot from it, emulated, on a network of their own. The controller has a second card whose
 * only use is that this machine reaches its pages; out of there leads nothing either.
 */
public final class Lab implements AutoCloseable {
    /** Address of the controller in the lab's network. */
    public static final String CONTROLLER = "10.77.0.1";

    private static final List<String> IMAGE_FILES = List.of("vmlinuz", "initrd.img", "initrd-start.img");
    private static final int CONTROLLER_MEMORY = 768;
    private static final int PORT = 8443;

    private final Path image;
    private final Path folder;
    private final EthernetSwitch network;
    private final List<VirtualMachine> machines = new ArrayList<>();

    /**
     * @param image folder of the finished image
     * @param folder for the machines' disks and what they say
     */
    public Lab(Path image, Path folder) throws IOException {
        this.image = image;
        this.folder = folder;
        this.network = EthernetSwitch.start();
    }

    /**
     * Starts the controller's machine: the kernel given directly, a medium beside it for those that boot from it.
     *
     * @param uiPort port of this machine's loopback that leads to the controller's pages
     * @param more words of its kernel command line, or an empty text
     * @param cards MAC addresses of further cards in the lab's network
     */
    public VirtualMachine controller(int uiPort, String password, String more, String... cards) throws IOException {
        Path medium = medium();
        String options = NetworkBoot.KERNEL_OPTIONS.replace("console=tty0 ", "")
                + " pureboot.mode=controller pureboot.name=controller pureboot.ip=" + CONTROLLER + "/24@eth1"
                + " pureboot.dhcp=full pureboot.take_new pureboot.password=" + password + " " + more;
        Hardware pc = Hardware.pc()
                .kernel(image.resolve("vmlinuz"), ramDisks(), options)
                .disk(medium, "virtio-blk-pci")
                .alone("virtio-net-pci", uiPort, PORT);
        join(pc, "virtio-net-pci", "52:54:00:77:00:01");
        for (String mac : cards) {
            join(pc, "virtio-net-pci", mac);
        }
        return start("controller", CONTROLLER_MEMORY, pc);
    }

    /**
     * In the place of the ISO, which it is like: a file system with its label and its files, and with the start archive,
     * which the ISO does not have.
     */
    private Path medium() throws IOException {
        Path files = Files.createDirectories(folder.resolve("medium"));
        Path boot = Files.createDirectories(files.resolve("boot"));
        long bytes = 0;
        for (String name : IMAGE_FILES) {
            Path file = image.resolve(name);
            if (Files.exists(file)) {
                Files.copy(file, boot.resolve(name));
                bytes += Files.size(file);
            }
        }
        Path medium = emptyDisk(folder.resolve("medium.img"), bytes * 5 / 4);
        new ProcessCommandRunner()
                .run(Command.of(
                        "mkfs.ext4", "-q", "-F", "-L", "PUREBOOT_ISO", "-d", files.toString(), medium.toString()))
                .orThrow();
        Folders.delete(files);
        return medium;
    }

    /** The RAM disks as one: what a boot loader that is given several makes of them. */
    private Path ramDisks() throws IOException {
        Path all = folder.resolve("initrd.img");
        try (OutputStream out = Files.newOutputStream(all)) {
            for (String name : IMAGE_FILES) {
                if (name.startsWith("initrd") && Files.exists(image.resolve(name))) {
                    Files.copy(image.resolve(name), out);
                }
            }
        }
        return all;
    }

    /** How a node's firmware works. */
    public enum Firmware {
        BIOS,
        UEFI,
        /** Asks by HTTP where the other asks by TFTP. */
        UEFI_HTTP
    }

    /**
     * A machine that starts from the network by its own boot ROM, and from its disk when that says so.
     *
     * @param disk raw image
     * @param untouched whether what is written to the disk is forgotten with the machine
     */
    public VirtualMachine node(String name, Firmware firmware, int mebibytes, String mac, Path disk, boolean untouched)
            throws IOException {
        // Without a screen the firmware speaks on the serial port.
        Hardware pc = new Hardware().with("-machine", "q35,graphics=off", "-boot", "reboot-timeout=10000");
        if (firmware != Firmware.BIOS) {
            Ovmf.plain(pc, folder.resolve(name + ".variables"));
        }
        if (firmware == Firmware.UEFI_HTTP) {
            Ovmf.withoutPxe(pc);
        }
        String device = "virtio-blk-pci,bootindex=2,serial=" + name.toUpperCase(Locale.ROOT);
        pc = untouched ? pc.untouchedDisk(disk, device) : pc.disk(disk, device);
        // Each with the card whose boot ROM works with that firmware; with a BIOS the faster one does.
        String card = switch (firmware) {
            case BIOS -> "virtio-net-pci";
            case UEFI -> "e1000";
            case UEFI_HTTP -> "virtio-net-pci,romfile=";
        };
        return start(name, mebibytes, join(pc, card + ",bootindex=1", mac));
    }

    private Hardware join(Hardware pc, String card, String mac) {
        String id = "lab" + mac.replace(":", "");
        return pc.with("-netdev", "socket,id=" + id + ",connect=127.0.0.1:" + network.port())
                .with("-device", card + ",netdev=" + id + ",mac=" + mac);
    }

    private VirtualMachine start(String name, int mebibytes, Hardware pc) throws IOException {
        VirtualMachine machine = VirtualMachine.start(name, mebibytes, folder.resolve(name + ".serial"), pc.options());
        machines.add(machine);
        return machine;
    }

    /** A raw image of this size that takes no room yet. */
    public static Path emptyDisk(Path file, long bytes) throws IOException {
        try (var disk = new java.io.RandomAccessFile(file.toFile(), "rw")) {
            disk.setLength(bytes);
        }
        return file;
    }

    /** A port of the loopback that is free now. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Pulls all plugs. */
    @Override
    public void close() {
        machines.forEach(VirtualMachine::close);
        try {
            network.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
