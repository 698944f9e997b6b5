package io.pureboot.protocol.partition;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Flags of table entries, by libparted's names. Some are the entry's type in another word. */
final class Flags {
    private static final Set<String> GPT = Set.of(
            "boot",
            "esp",
            "bios_grub",
            "swap",
            "lvm",
            "raid",
            "msftdata",
            "msftres",
            "diag",
            "irst",
            "bls_boot",
            "prep",
            "hidden",
            "legacy_boot");
    private static final Set<String> MBR =
            Set.of("boot", "hidden", "lba", "swap", "lvm", "raid", "esp", "diag", "irst", "bls_boot", "prep");

    /** In an MBR these are other types of the same file system. */
    private static final Set<String> MBR_VARIANTS = Set.of("hidden", "lba");

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("efi", "esp"),
            Map.entry("bios_grub", "bios_grub"),
            Map.entry("swap", "swap"),
            Map.entry("lvm", "lvm"),
            Map.entry("raid", "raid"),
            Map.entry("msdata", "msftdata"),
            Map.entry("msr", "msftres"),
            Map.entry("recovery", "diag"),
            Map.entry("irst", "irst"),
            Map.entry("xbootldr", "bls_boot"),
            Map.entry("prep", "prep"));

    private Flags() {}

    static Set<String> known(boolean gpt) {
        return gpt ? GPT : MBR;
    }

    /** Types of entries that can be asked for by name. */
    static boolean knownType(String type, boolean gpt) {
        return type.equals("linux") || type.equals("msdata") || TYPES.containsKey(type) && (gpt || mbrType(type));
    }

    private static boolean mbrType(String type) {
        return !type.equals("bios_grub") && !type.equals("msr");
    }

    /** The flag that makes an entry one of that type; empty for plain ones. */
    static String ofType(String type, boolean gpt) {
        String flag = TYPES.getOrDefault(type, "");
        return !gpt && flag.equals("msftdata") ? "" : flag;
    }

    static List<String> forType(String type, boolean gpt) {
        String flag = ofType(type, gpt);
        if (flag.isEmpty()) {
            return List.of();
        }
        return gpt && flag.equals("esp") ? List.of("boot", "esp") : List.of(flag);
    }

    /** The partition with the flag set or cleared, as libparted would have it. */
    static Part set(Part part, String flag, boolean value, boolean gpt) {
        String wanted = gpt && flag.equals("boot") ? "esp" : flag;
        List<String> flags = new ArrayList<>(part.flags());
        String type = part.type();
        String named = typeOf(wanted);
        if (!named.isEmpty()) {
            flags.removeIf(each -> !typeOf(each).isEmpty() || (gpt ? Set.of("boot") : MBR_VARIANTS).contains(each));
            type = value ? named : natural(part);
            flags.addAll(forType(type, gpt));
        } else if (value) {
            flags.add(wanted);
        } else {
            flags.remove(wanted);
        }
        return part.flagged(type, flags.stream().distinct().sorted().toList());
    }

    /** The type an entry has when no flag gives it another: libparted takes it from the file system, if it knows that. */
    private static String natural(Part part) {
        String filesystem = part.filesystem();
        return filesystem == null || filesystem.equals("exfat") ? "linux" : FileSystems.type(filesystem);
    }

    /** Why a flag cannot be set or cleared, or null. */
    static @Nullable String excuse(Part part, String flag, boolean value, boolean gpt) {
        String type = natural(part);
        if (!value && flag.equals(ofType(type, gpt))) {
            return "An entry with " + part.filesystem() + " always has the flag \"" + flag
                    + "\", or that of another type.";
        }
        return gpt ? null : mbrExcuse(part, flag);
    }

    private static @Nullable String mbrExcuse(Part part, String flag) {
        String filesystem = String.valueOf(part.filesystem());
        boolean fat = filesystem.equals("fat16") || filesystem.equals("fat32");
        if (flag.equals("hidden") && !fat && !filesystem.equals("ntfs")) {
            return "In an MBR only FAT and NTFS can be hidden.";
        }
        if (flag.equals("lba") && !fat && !part.extended()) {
            return "In an MBR only FAT and extended partitions have the flag \"lba\".";
        }
        return null;
    }

    static boolean has(Part part, String flag) {
        return part.flags().contains(flag);
    }

    private static String typeOf(String flag) {
        return TYPES.entrySet().stream()
                .filter(each -> each.getValue().equals(flag))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
    }
}
