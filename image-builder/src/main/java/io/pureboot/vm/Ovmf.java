package io.pureboot.vm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** UEFI for emulated machines, as Debian's package {@code ovmf} has it. */
public final class Ovmf {
    private static final Path FOLDER = Path.of("/usr/share/OVMF");

    private Ovmf() {}

    public static boolean present() {
        return Files.exists(FOLDER.resolve("OVMF_CODE_4M.secboot.fd"));
    }

    /**
     * Gives the machine UEFI that starts anything.
     *
     * @param variables file to make for what the firmware remembers
     */
    public static Hardware plain(Hardware pc, Path variables) throws IOException {
        return pc.uefi(FOLDER.resolve("OVMF_CODE_4M.fd"), copy("OVMF_VARS_4M.fd", variables));
    }

    /**
     * Gives the machine UEFI with Secure Boot on, that starts what Microsoft's keys have signed and nothing else.
     *
     * @param variables file to make for what the firmware remembers
     */
    public static Hardware secureBoot(Hardware pc, Path variables) throws IOException {
        return pc.with("-machine", "smm=on")
                .with("-global", "driver=cfi.pflash01,property=secure,value=on")
                .uefi(FOLDER.resolve("OVMF_CODE_4M.secboot.fd"), copy("OVMF_VARS_4M.ms.fd", variables));
    }

    /** Boots from the network by HTTP alone. */
    static Hardware withoutPxe(Hardware pc) {
        return pc.with("-fw_cfg", "name=opt/org.tianocore/IPv4PXESupport,string=n")
                .with("-fw_cfg", "name=opt/org.tianocore/IPv6PXESupport,string=n");
    }

    private static Path copy(String name, Path to) throws IOException {
        return Files.copy(FOLDER.resolve(name), to, StandardCopyOption.REPLACE_EXISTING);
    }
}
