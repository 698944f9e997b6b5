package io.pureboot.controller.boot;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How this controller boots machines over the network.
 *
 * @param files folder of {@code vmlinuz}, {@code initrd.img} and, if there is one, {@code initrd-start.img}
 * @param port of plain HTTP, 0 for any
 * @param dhcp what to answer to DHCP clients
 * @param range first and last address to give out, {@code FIRST,LAST}, for {@link Dhcp#FULL}; else null
 * @param card network card to answer on, null for all
 * @param loaders folder of {@code undionly.kpxe} and {@code ipxe.efi}
 * @param takesNew whether a machine nobody knows boots PureBoot, instead of its own disk
 */
public record BootConfig(
        Path files,
        int port,
        Dhcp dhcp,
        @Nullable String range,
        @Nullable String card,
        Path loaders,
        boolean takesNew) {
    public static final int DEFAULT_PORT = 8080;
    /** Where Debian's package {@code ipxe} and the image have them. */
    private static final Path DEFAULT_LOADERS = Path.of("/usr/lib/ipxe");

    /** What the controller has to do with addresses. */
    public enum Dhcp {
        /** Nothing: another server names the boot file. */
        OFF,
        /** Names the boot file beside a DHCP server that gives the addresses. */
        PROXY,
        /** Gives addresses too: on a network of its own. */
        FULL
    }

    /** The folder of iPXE for an image in {@code files}: the image's own where it is there, else the system's. */
    public static Path loadersOf(Path files) {
        return Stream.of(files.resolve("pxe"), files)
                .filter(BootConfig::hasLoaders)
                .findFirst()
                .orElse(DEFAULT_LOADERS);
    }

    /** Whether every kind of firmware finds its iPXE there. */
    public static boolean hasLoaders(Path folder) {
        return BootFiles.LOADERS.stream().allMatch(name -> Files.isReadable(folder.resolve(name)));
    }

    /** Only plain HTTP, at any free port. */
    public static BootConfig filesOnly(Path files) {
        return new BootConfig(files, 0, Dhcp.OFF, null, null, DEFAULT_LOADERS, false);
    }
}
