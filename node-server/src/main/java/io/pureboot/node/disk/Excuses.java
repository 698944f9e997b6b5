package io.pureboot.node.disk;

import io.pureboot.node.filesystem.FileSystemDrivers;
import io.pureboot.node.filesystem.Usage;
import org.jspecify.annotations.Nullable;

/** Why a partition cannot be made smaller, in the order in which a person wants to know. */
final class Excuses {
    private Excuses() {}

    /** One sentence, or null when it can. */
    static @Nullable String of(
            TableEntry entry, Signature signature, Usage usage, PartitionUse use, boolean readOnlyDisk) {
        if (entry.extended()) {
            return "An extended partition holds only logical partitions.";
        }
        String filesystem = signature.filesystem();
        if (filesystem == null) {
            return "Nothing is known of what it holds, so it is never made smaller.";
        }
        if (usage.excuse() != null) {
            return usage.excuse();
        }
        Long minimum = usage.minimum();
        if (minimum == null) {
            return "It holds " + FileSystemDrivers.content(filesystem) + ", which is never made smaller.";
        }
        if (!use.reasons().isEmpty()) {
            return use.reasons().getFirst();
        }
        if (readOnlyDisk) {
            return "The disk is read-only.";
        }
        if (entry.number() == 0) {
            return "It takes the whole disk, without a partition table.";
        }
        return minimum < entry.size()
                ? null
                : "It cannot be made smaller: its own tool says that it needs all of its space.";
    }
}
