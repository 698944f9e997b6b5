package io.pureboot.node.disk;

import io.pureboot.protocol.node.NodeRegistration;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import oshi.SystemInfo;
import oshi.hardware.ComputerSystem;
import oshi.hardware.HardwareAbstractionLayer;

/** The machine by OSHI, which is loaded at the first question; addresses and network cards are read anew each time. */
public final class OshiHardwareInventory implements HardwareInventory {
    private static final Logger log = LoggerFactory.getLogger(OshiHardwareInventory.class);

    private record Machine(
            @Nullable String vendor,
            @Nullable String model,
            @Nullable String serial,
            @Nullable String uuid,
            @Nullable Integer cpus,
            @Nullable Long memory) {}

    private @Nullable Machine machine;

    @Override
    public NodeRegistration registration(@Nullable String uiUrl) {
        Machine known = machine();
        List<NetworkCard> cards = NetworkCard.inUse();
        return new NodeRegistration(
                hostname(),
                cards.stream().map(NetworkCard::mac).findFirst().orElse(null),
                known.vendor,
                known.model,
                known.serial,
                known.uuid,
                arch(),
                Files.isDirectory(Path.of("/sys/firmware/efi")) ? "uefi" : "bios",
                known.cpus,
                known.memory,
                cards.stream().flatMap(card -> card.addresses().stream()).toList(),
                uiUrl);
    }

    private synchronized Machine machine() {
        if (machine == null) {
            machine = read();
        }
        return machine;
    }

    private static Machine read() {
        HardwareAbstractionLayer hardware = orNull(() -> new SystemInfo().getHardware());
        if (hardware == null) {
            return new Machine(null, null, null, null, Runtime.getRuntime().availableProcessors(), null);
        }
        ComputerSystem system = orNull(hardware::getComputerSystem);
        return new Machine(
                system == null ? null : known(orNull(system::getManufacturer)),
                system == null ? null : known(orNull(system::getModel)),
                system == null ? null : known(orNull(system::getSerialNumber)),
                system == null ? null : uuid(known(orNull(system::getHardwareUUID))),
                orNull(() -> hardware.getProcessor().getLogicalProcessorCount()),
                orNull(() -> hardware.getMemory().getTotal()));
    }

    /** Firmware that was never filled in answers with words like these. */
    private static @Nullable String known(@Nullable String value) {
        String text = value == null ? "" : value.strip();
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "",
                    "unknown",
                    "none",
                    "not specified",
                    "to be filled by o.e.m.",
                    "default string",
                    "system serial number" -> null;
            default -> text;
        };
    }

    private static @Nullable String uuid(@Nullable String value) {
        return value == null ? null : value.toLowerCase(Locale.ROOT);
    }

    private static String arch() {
        String name = System.getProperty("os.arch", "unknown");
        return name.equals("amd64") ? "x86_64" : name.equals("aarch64") ? "arm64" : name;
    }

    private static @Nullable String hostname() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            // The message is "name: Name or service not known": without DNS the name itself is still right.
            String message = e.getMessage();
            return message == null ? null : message.split(":", 2)[0];
        }
    }

    private static <T extends @Nullable Object> @Nullable T orNull(Supplier<T> question) {
        try {
            return question.get();
        } catch (RuntimeException | LinkageError e) {
            log.warn("the hardware inventory is incomplete", e);
            return null;
        }
    }
}
