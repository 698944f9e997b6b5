package io.pureboot.image;

import io.pureboot.controller.boot.NetworkBoot;

/** What boot loaders are told: GRUB of the ISO and iPXE over the network. */
public final class BootMenu {
    /** As the controller's scripts have them. */
    public static final String KERNEL_OPTIONS = NetworkBoot.KERNEL_OPTIONS;

    private BootMenu() {}

    /**
     * @param append further words for every kernel command line, such as {@code pureboot.server=…}; may be empty. The words of
     *     an entry come after them: the last of two counts
     */
    static String grub(String append) {
        String more = append.isEmpty() ? "" : " " + append;
        return """
                # Both, so that a machine without a screen can be used too.
                if serial --unit=0 --speed=115200; then
                    terminal_input console serial
                    terminal_output console serial
                fi
                set default=0
                set timeout=5

                menuentry "PureBoot: the disks of this machine" {
                    linux /boot/vmlinuz %1$s%2$s
                    initrd /boot/initrd.img
                }
                menuentry "PureBoot: controller" {
                    linux /boot/vmlinuz %1$s%2$s pureboot.mode=controller
                    initrd /boot/initrd.img
                }
                menuentry "PureBoot: shell on the console, for rescue" {
                    linux /boot/vmlinuz %1$s%2$s pureboot.shell
                    initrd /boot/initrd.img
                }
                menuentry "Leave: boot what comes next" {
                    exit 1
                }
                """.formatted(KERNEL_OPTIONS, more);
    }

    /** For a server of plain files: the script's own address is where the kernel is. */
    static String ipxe(String append) {
        String more = append.isEmpty() ? "" : " " + append;
        return """
                #!ipxe
                kernel vmlinuz %s initrd=initrd.img initrd=initrd-start.img%s
                initrd --name initrd.img initrd.img
                initrd --name initrd-start.img initrd-start.img
                boot
                """.formatted(KERNEL_OPTIONS, more);
    }
}
