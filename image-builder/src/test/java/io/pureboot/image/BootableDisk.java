package io.pureboot.image;

import io.pureboot.demo.Folders;
import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.ProcessCommandRunner;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * A disk that boots by UEFI on its own: GPT, an ESP with Debian's shim and GRUB, and an ext4 with Debian's kernel, an
 * initial RAM disk and a small system, which checks a large file of its own and says the result on the serial port.
 */
public final class BootableDisk {
    /** What the system says when its file is as it was made. */
    public static final String UP = "CLONED SYSTEM IS UP: /data/file: OK";

    private static final long MIB = 1L << 20;
    private static final long ESP_MIB = 48;
    private static final ProcessCommandRunner RUNNER = new ProcessCommandRunner();

    private BootableDisk() {}

    /** Makes {@code file} with {@code dataMib} of data that cannot be compressed. */
    public static void make(Path image, Path file, int sizeMib, int dataMib, Path work) throws IOException {
        Path stage = TestImage.part("stage");
        Path root = Files.createDirectories(work.resolve("disk-root"));
        system(image, stage, root, dataMib);
        try (RandomAccessFile disk = new RandomAccessFile(file.toFile(), "rw")) {
            disk.setLength(sizeMib * MIB);
        }
        long rootStart = 1 + ESP_MIB;
        long rootMib = sizeMib - rootStart - 1;
        run(
                "sgdisk",
                "--new=1:2048:+" + ESP_MIB + "M",
                "--typecode=1:ef00",
                "--new=2:" + rootStart * 2048 + ":" + ((rootStart + rootMib) * 2048 - 1),
                "--typecode=2:8300",
                file.toString());
        esp(stage, file, work);
        run(
                "mkfs.ext4",
                "-q",
                "-F",
                "-U",
                "11111111-2222-3333-4444-555555555555",
                "-d",
                root.toString(),
                "-E",
                "offset=" + rootStart * MIB,
                file.toString(),
                rootMib + "M");
        Folders.delete(root);
    }

    private static void system(Path image, Path stage, Path root, int dataMib) throws IOException {
        for (String name : List.of("boot/grub", "sbin", "bin", "data", "proc", "dev", "etc")) {
            Files.createDirectories(root.resolve(name));
        }
        Files.copy(image.resolve("vmlinuz"), root.resolve("boot/vmlinuz"));
        try (OutputStream out = Files.newOutputStream(root.resolve("boot/initrd.img"))) {
            CpioArchive.write(ramDisk(stage), List.of(), ImageBuild.TIME, out);
        }
        Files.writeString(root.resolve("boot/grub/grub.cfg"), """
                search --set=root --fs-uuid 11111111-2222-3333-4444-555555555555
                linux /boot/vmlinuz console=ttyS0 quiet panic=-1
                initrd /boot/initrd.img
                boot
                """);
        Path busybox = Files.copy(stage.resolve("usr/bin/busybox"), root.resolve("bin/busybox"));
        Path init = Files.writeString(root.resolve("sbin/init"), """
                #!/bin/busybox sh
                result=$(/bin/busybox sha256sum -c /data/sum)
                echo "CLONED SYSTEM IS UP: $result"
                /bin/busybox poweroff -f
                """);
        for (Path program : List.of(busybox, init)) {
            Files.setPosixFilePermissions(
                    program, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        byte[] block = new byte[(int) MIB];
        Random random = new Random(7);
        try (OutputStream out = Files.newOutputStream(root.resolve("data/file"))) {
            for (int i = 0; i < dataMib; i++) {
                random.nextBytes(block);
                out.write(block);
            }
        }
        Files.writeString(root.resolve("data/sum"), Fingerprint.ofFile(root.resolve("data/file")) + "  /data/file\n");
    }

    private static Tree ramDisk(Path stage) throws IOException {
        Tree tree = new Tree();
        StringBuilder init = new StringBuilder("#!/bin/busybox sh\n");
        init.append("/bin/busybox mount -t devtmpfs devtmpfs /dev\n");
        tree.file("bin/busybox", stage.resolve("usr/bin/busybox"), 0755);
        for (String folder : List.of("dev", "proc", "root")) {
            tree.folder(folder);
        }
        Path modules = TestImage.part("modules").resolve("usr/lib/modules");
        for (Path module : LoadOrder.of(modules, List.of("virtio_blk", "crc32c_generic", "ext4"))) {
            tree.file("modules/" + module.getFileName(), module, 0644);
            init.append("/bin/busybox insmod /modules/")
                    .append(module.getFileName())
                    .append('\n');
        }
        init.append("/bin/busybox mount -o ro -t ext4 /dev/vda2 /root\n");
        init.append("/bin/busybox mount --move /dev /root/dev\n");
        init.append("exec /bin/busybox switch_root /root /sbin/init\n");
        return tree.text("init", init.toString(), 0755);
    }

    private static void esp(Path stage, Path file, Path work) throws IOException {
        String inside = file + "@@" + MIB;
        Path configuration = Files.writeString(work.resolve("grub.cfg"), """
                search --set=root --fs-uuid 11111111-2222-3333-4444-555555555555
                configfile /boot/grub/grub.cfg
                """);
        run("mformat", "-i", inside, "-F", "-T", Long.toString(ESP_MIB * 2048), "-h", "64", "-s", "32", "::");
        run("mmd", "-i", inside, "::EFI", "::EFI/BOOT", "::EFI/debian");
        run(
                "mcopy",
                "-i",
                inside,
                stage.resolve("usr/lib/shim/shimx64.efi.signed").toString(),
                "::EFI/BOOT/BOOTX64.EFI");
        run(
                "mcopy",
                "-i",
                inside,
                stage.resolve("usr/lib/grub/x86_64-efi-signed/grubx64.efi.signed")
                        .toString(),
                "::EFI/BOOT/grubx64.efi");
        run("mcopy", "-i", inside, configuration.toString(), "::EFI/debian/grub.cfg");
    }

    private static void run(String... argv) throws IOException {
        RUNNER.run(Command.of(argv).within(Duration.ofMinutes(5))).orThrow();
    }
}
