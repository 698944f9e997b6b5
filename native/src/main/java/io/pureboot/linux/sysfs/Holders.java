package io.pureboot.linux.sysfs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who has built something on a disk or partition: LVM, RAID, encryption, bcache. */
public final class Holders {
    private final Path sysRoot;

    public Holders(Path sysRoot) {
        this.sysRoot = sysRoot;
    }

    /**
     * Phrases such as {@code LVM volume vg0-root (dm-0)}, in order.
     *
     * @param directory of the disk or partition in {@code /sys/block}
     */
    List<String> of(Path directory) throws IOException {
        Path holders = directory.resolve("holders");
        if (!Files.isDirectory(holders)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(holders)) {
            return entries.map(entry -> describe(entry.getFileName().toString()))
                    .sorted()
                    .toList();
        }
    }

    private String describe(String holder) {
        if (holder.startsWith("md")) {
            return "RAID array " + holder;
        }
        if (holder.startsWith("bcache")) {
            return "cache device " + holder;
        }
        Attributes mapper =
                new Attributes(sysRoot.resolve("block").resolve(holder).resolve("dm"));
        String name = mapper.text("name");
        return kind(mapper.text("uuid")) + " " + (name == null ? holder : name + " (" + holder + ")");
    }

    private static String kind(@Nullable String uuid) {
        String prefix = uuid == null ? "" : uuid.replaceAll("-.*", "");
        return switch (prefix) {
            case "LVM" -> "LVM volume";
            case "CRYPT" -> "encrypted volume";
            case "mpath" -> "multipath device";
            case "DMRAID" -> "RAID array";
            default -> "mapped device";
        };
    }
}
