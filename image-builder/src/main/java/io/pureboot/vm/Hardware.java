package io.pureboot.vm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What an emulated PC is put together of, as QEMU's options. */
public final class Hardware {
    private final List<String> options = new ArrayList<>();
    private int drives;
    private int networks;

    /** A PC of today's kind with its own BIOS. */
    public static Hardware pc() {
        return new Hardware().with("-machine", "q35", "-no-reboot");
    }

    public Hardware with(String... more) {
        options.addAll(List.of(more));
        return this;
    }

    /** Starts a kernel without any boot loader. */
    public Hardware kernel(Path kernel, Path initrd, String commandLine) {
        return with("-kernel", kernel.toString(), "-initrd", initrd.toString(), "-append", commandLine);
    }

    /** Starts by UEFI: {@code variables} is the machine's own copy. */
    public Hardware uefi(Path code, Path variables) {
        return with("-drive", "if=pflash,format=raw,unit=0,readonly=on,file=" + code)
                .with("-drive", "if=pflash,format=raw,unit=1,file=" + variables);
    }

    /**
     * A raw image as a disk.
     *
     * @param device QEMU's model with its properties, such as {@code virtio-blk-pci,serial=one}
     */
    public Hardware disk(Path image, String device) {
        return disk(image, device, "cache=unsafe,discard=unmap");
    }

    /** As {@link #disk(Path, String)}; what is written to it is forgotten when the machine is turned off. */
    public Hardware untouchedDisk(Path image, String device) {
        return disk(image, device, "snapshot=on");
    }

    private Hardware disk(Path image, String device, String how) {
        String id = "disk" + drives++;
        with("-drive", "if=none,format=raw," + how + ",id=" + id + ",file=" + image);
        return with("-device", device + ",drive=" + id);
    }

    public Hardware cd(Path iso) {
        return with("-drive", "if=none,format=raw,readonly=on,id=cd,file=" + iso)
                .with("-device", "ide-cd,drive=cd,bootindex=1");
    }

    /**
     * A network card at a network of its own with nobody else in it and no way out.
     *
     * @param forward port of this machine's loopback that leads to {@code guestPort}
     */
    public Hardware alone(String card, int forward, int guestPort) {
        String id = "net" + networks++;
        return with("-netdev", "user,id=" + id + ",restrict=on,hostfwd=tcp:127.0.0.1:" + forward + "-:" + guestPort)
                .with("-device", card + ",netdev=" + id);
    }

    /** A network card at a tap device. */
    public Hardware tap(String card, String tap, String mac) {
        String id = "net" + networks++;
        return with("-netdev", "tap,id=" + id + ",ifname=" + tap + ",script=no,downscript=no")
                .with("-device", card + ",mac=" + mac + ",netdev=" + id);
    }

    public List<String> options() {
        return List.copyOf(options);
    }
}
