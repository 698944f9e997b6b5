package io.pureboot.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A hybrid ISO for CD and USB stick that starts by BIOS (GRUB) and UEFI (Debian's signed shim and GRUB, so that Secure
 * Boot stays on).
 */
final class IsoImage {
    private static final DateTimeFormatter XORRISO = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'00'");
    private static final long EFI_BYTES = 8L << 20;
    private static final List<String> GRUB_MODULES = List.of(
            "biosdisk",
            "iso9660",
            "part_gpt",
            "part_msdos",
            "normal",
            "linux",
            "search",
            "search_fs_file",
            "serial",
            "terminal",
            "echo",
            "test",
            "ls",
            "sleep",
            "reboot",
            "halt");

    private IsoImage() {}

    static void make(DebianStage stage, Path kernel, Path initrd, String menu, Instant time, Path out)
            throws IOException {
        Path work = stage.workFolder("iso");
        Path tree = work.resolve("tree");
        Files.createDirectories(tree.resolve("boot/grub"));
        Files.createDirectories(tree.resolve(".disk"));
        Files.copy(kernel, tree.resolve("boot/vmlinuz"));
        Files.copy(initrd, tree.resolve("boot/initrd.img"));
        Files.writeString(tree.resolve("boot/grub/grub.cfg"), menu);
        // Debian's signed GRUB looks for its disk by this file.
        Files.writeString(tree.resolve(".disk/info"), "PureBoot\n");
        Files.copy(stage.at("usr/lib/grub/i386-pc/boot_hybrid.img"), work.resolve("boot_hybrid.img"));
        bios(stage, tree);
        efi(stage, work, time);
        setTimes(tree, time);
        String date = XORRISO.format(time.atOffset(ZoneOffset.UTC));
        List<String> argv = new ArrayList<>(List.of("/usr/bin/xorriso", "-as", "mkisofs"));
        argv.addAll(List.of("-quiet", "-o", "/build/iso/pureboot.iso", "-volid", "PUREBOOT_ISO"));
        argv.addAll(List.of("-R", "-J", "--modification-date=" + date, "--set_all_file_dates", "set_to_mtime"));
        argv.addAll(List.of("--gpt_disk_guid", "modification-date", "-partition_offset", "16"));
        argv.addAll(List.of("-b", "boot/grub/bios.img", "-no-emul-boot", "-boot-load-size", "4", "-boot-info-table"));
        argv.addAll(List.of("--grub2-boot-info", "--grub2-mbr", "/build/iso/boot_hybrid.img"));
        argv.addAll(List.of("-append_partition", "2", "0xef", "/build/iso/efi.img", "-appended_part_as_gpt"));
        argv.addAll(List.of("-eltorito-alt-boot", "-e", "--interval:appended_partition_2:all::", "-no-emul-boot"));
        argv.add("/build/iso/tree");
        stage.run(argv.toArray(String[]::new));
        Files.move(work.resolve("pureboot.iso"), out, StandardCopyOption.REPLACE_EXISTING);
        io.pureboot.demo.Folders.delete(work);
    }

    private static void bios(DebianStage stage, Path tree) throws IOException {
        List<String> argv = new ArrayList<>(List.of(
                "/usr/bin/grub-mkimage",
                "--directory=/usr/lib/grub/i386-pc",
                "--format=i386-pc-eltorito",
                "--prefix=/boot/grub",
                "--output=/build/iso/tree/boot/grub/bios.img"));
        argv.addAll(GRUB_MODULES);
        stage.run(argv.toArray(String[]::new));
        if (!Files.exists(tree.resolve("boot/grub/bios.img"))) {
            throw new IOException("grub-mkimage made no boot image");
        }
    }

    private static void efi(DebianStage stage, Path work, Instant time) throws IOException {
        Path boot = Files.createDirectories(work.resolve("efi/EFI/BOOT"));
        Files.copy(stage.at("usr/lib/shim/shimx64.efi.signed"), boot.resolve("BOOTX64.EFI"));
        Files.copy(stage.at("usr/lib/shim/mmx64.efi.signed"), boot.resolve("mmx64.efi"));
        Files.copy(stage.at("usr/lib/grub/x86_64-efi-signed/gcdx64.efi.signed"), boot.resolve("grubx64.efi"));
        setTimes(work.resolve("efi"), time);
        try (var image = new java.io.RandomAccessFile(work.resolve("efi.img").toFile(), "rw")) {
            image.setLength(EFI_BYTES);
        }
        stage.run("/usr/bin/mformat", "-i", "/build/iso/efi.img", "-N", "50424f54", "::");
        stage.run("/usr/bin/mcopy", "-i", "/build/iso/efi.img", "-s", "-m", "-Q", "/build/iso/efi/EFI", "::");
    }

    private static void setTimes(Path folder, Instant time) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.setLastModifiedTime(file, FileTime.from(time));
            }
        }
    }
}
