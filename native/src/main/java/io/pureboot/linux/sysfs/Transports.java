package io.pureboot.linux.sysfs;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How a disk is attached, told from its name and its place in the device tree. */
final class Transports {
    private static final Pattern USB = Pattern.compile("/usb\\d+/");
    private static final Pattern ATA = Pattern.compile("/ata\\d+/");
    private static final Pattern SAS = Pattern.compile("/(end_device-|expander-|sas_device)");
    private static final Pattern ISCSI = Pattern.compile("/session\\d+/");
    private static final Pattern FIBRE_CHANNEL = Pattern.compile("/rport-");

    private Transports() {}

    static @Nullable String of(String name, Path realPath) {
        String kind = name.replaceAll("^(nvme|mmcblk|xvd|loop|nbd|dm-|md|vd|sr|sd)?.*$", "$1");
        return switch (kind) {
            case "nvme", "loop", "nbd", "md" -> kind;
            case "dm-" -> "dm";
            case "mmcblk" -> "mmc";
            case "xvd" -> "xen";
            case "vd" -> "virtio";
            case "sd", "sr" -> scsi(realPath.toString());
            default -> null;
        };
    }

    private static String scsi(String path) {
        if (USB.matcher(path).find()) {
            return "usb";
        }
        if (ATA.matcher(path).find()) {
            return "sata";
        }
        if (SAS.matcher(path).find()) {
            return "sas";
        }
        if (ISCSI.matcher(path).find()) {
            return "iscsi";
        }
        return FIBRE_CHANNEL.matcher(path).find() ? "fc" : "scsi";
    }
}
