package io.pureboot.protocol.partition;

import io.pureboot.protocol.disk.PartitionInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A partition while it is planned.
 *
 * @param blank made in this plan and not formatted: nothing in it is worth keeping
 * @param fresh formatted in this plan
 */
record Part(
        int number,
        long start,
        long end,
        String type,
        @Nullable String filesystem,
        @Nullable String label,
        @Nullable String name,
        List<String> flags,
        boolean blank,
        boolean fresh,
        @Nullable PartitionInfo scanned) {
    Part {
        flags = List.copyOf(flags);
    }

    static Part of(PartitionInfo info) {
        return new Part(
                info.number(),
                info.startBytes(),
                info.endBytes(),
                info.type(),
                info.filesystem(),
                info.label(),
                info.name(),
                info.flags(),
                false,
                false,
                info);
    }

    long size() {
        return end - start;
    }

    boolean extended() {
        return type.equals("extended");
    }

    boolean overlaps(long from, long to) {
        return start < to && from < end;
    }

    /** Why it may not be touched, or null: mounted, swap, part of LVM, … */
    @Nullable
    String used() {
        PartitionInfo info = scanned;
        return info == null || info.inUse().isEmpty() ? null : info.inUse().getFirst();
    }

    /** Where it is mounted, when that is all that keeps it. */
    @Nullable
    String mountpoint() {
        return scanned == null ? null : scanned.mountpoint();
    }

    Part at(long newStart, long newEnd) {
        return new Part(number, newStart, newEnd, type, filesystem, label, name, flags, blank, fresh, scanned);
    }

    Part formatted(String newFilesystem, @Nullable String newLabel, String newType) {
        return new Part(number, start, end, newType, newFilesystem, newLabel, name, flags, false, true, null);
    }

    Part flagged(String newType, List<String> newFlags) {
        return new Part(number, start, end, newType, filesystem, label, name, newFlags, blank, fresh, scanned);
    }

    /** Nothing in it is worth keeping: a new one, or one that is formatted before it is touched again. */
    boolean empty() {
        return blank || fresh;
    }

    PartitionInfo toInfo(String device, @Nullable Long smallest) {
        PartitionInfo info = scanned;
        return new PartitionInfo(
                number,
                device,
                start,
                end,
                0,
                "",
                type,
                info == null || !info.type().equals(type) ? null : info.typeId(),
                info == null ? null : info.uuid(),
                name,
                filesystem,
                info == null ? null : info.filesystemUuid(),
                label,
                flags,
                info == null ? null : info.usedBytes(),
                null,
                info == null ? empty() && !extended() : info.canShrink(),
                info == null ? null : info.excuse(),
                info == null ? null : info.growExcuse(),
                info == null ? smallest : info.minSizeBytes(),
                mountpoint(),
                info == null ? List.of() : info.inUse(),
                info == null ? List.of() : info.warnings());
    }
}
