package io.pureboot.protocol.disk;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What of an identity tells one physical disk from all others, null where nothing does.
 *
 * @param name world wide name, in lower case
 * @param serial that no other disk of its model should have
 * @param label its serial number, whatever it looks like
 */
record PhysicalDisk(
        @Nullable String name,
        @Nullable String serial,
        @Nullable String label,
        @Nullable String model,
        long sizeBytes) {
    /** What the kernel makes up of maker, model and serial number, such as {@code t10.ATA …}, is no such name. */
    private static final Pattern WORLD_WIDE = Pattern.compile("(naa|eui|uuid)\\.[0-9a-f-]{8,}");

    private static final Pattern VIRTUAL = Pattern.compile("qemu|virtual|vmware|vbox|virtio|xen|msft|iet ");
    /** What emulators and target daemons call the disks of every machine, and makers those they do not number. */
    private static final Pattern TEMPLATE = Pattern.compile("qm\\d{5}|drive-.*|beaf\\d+");

    private static final List<String> COUNTED =
            List.of("0123456789abcdef0123456789abcdef", "01234567890123456789012345678901");

    private static final Pattern NONE = Pattern.compile("[0-]+");

    private static final int SHORTEST = 6;
    /** Of an emulator, whose disks are often named alike in each machine. */
    private static final int SHORTEST_VIRTUAL = 16;

    private static final int LEAST_DIFFERENT = 4;

    static PhysicalDisk of(DiskIdentity identity) {
        String model = plain(identity.model());
        String label = plain(identity.serial());
        return new PhysicalDisk(
                worldWide(plain(identity.wwn())), unique(label, model), label, model, identity.sizeBytes());
    }

    private static @Nullable String plain(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip().toLowerCase(Locale.ROOT);
    }

    private static @Nullable String worldWide(@Nullable String name) {
        boolean tells = name != null
                && WORLD_WIDE.matcher(name).matches()
                && name.substring(name.indexOf('.') + 1)
                                .chars()
                                .filter(each -> each != '-')
                                .distinct()
                                .count()
                        >= LEAST_DIFFERENT;
        return tells ? name : null;
    }

    private static @Nullable String unique(@Nullable String serial, @Nullable String model) {
        if (serial == null || model == null) {
            return null;
        }
        int shortest = VIRTUAL.matcher(model).find() ? SHORTEST_VIRTUAL : SHORTEST;
        return serial.length() >= shortest && !givenToMany(serial) ? serial : null;
    }

    boolean nameless() {
        return name == null
                && (label == null || NONE.matcher(label).matches() || label.length() >= SHORTEST && givenToMany(label));
    }

    private static boolean givenToMany(String label) {
        return label.chars().distinct().count() < LEAST_DIFFERENT
                || COUNTED.stream().anyMatch(counted -> counted.contains(label))
                || TEMPLATE.matcher(label).matches();
    }

    boolean is(PhysicalDisk other) {
        if (labelledDifferently(other)) {
            return false;
        }
        if (name != null && other.name != null) {
            return name.equals(other.name);
        }
        return serial != null
                && serial.equals(other.serial)
                && model != null
                && model.equals(other.model)
                && sizeBytes == other.sizeBytes;
    }

    /**
     * Makers have given one world wide name to a whole series, hardly ever one serial number. One that is only part of the
     * other may be the same one, cut short by an adapter.
     */
    private boolean labelledDifferently(PhysicalDisk other) {
        return model != null
                && model.equals(other.model)
                && label != null
                && other.label != null
                && !label.contains(other.label)
                && !other.label.contains(label);
    }
}
