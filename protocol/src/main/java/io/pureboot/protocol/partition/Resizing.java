package io.pureboot.protocol.partition;

import io.pureboot.protocol.disk.PartitionInfo;
import org.jspecify.annotations.Nullable;

/** A partition made smaller or larger, with its file system: that shrinks before the entry, and grows after it. */
final class Resizing extends Draft {
    private Resizing(Layout layout, int index) {
        super(layout, index);
    }

    static Draft of(Layout layout, int index, PartitionOperation.Resize wish) throws Refused {
        Resizing draft = new Resizing(layout, index);
        draft.resize(wish);
        return draft;
    }

    private void resize(PartitionOperation.Resize wish) throws Refused {
        Part part = part(wish.partition());
        Bounds bounds = new Bounds(layout);
        long wanted = part.start() + wish.newSizeBytes();
        if (part.extended()) {
            resizeExtended(part, wanted, bounds);
        } else if (wish.newSizeBytes() < part.size()) {
            resize(part, Math.min(part.end(), bounds.up(wanted)));
        } else if (wish.newSizeBytes() > part.size()) {
            long room = Math.max(part.end(), bounds.room(part.start(), layout.logical(part), part.number()));
            long end = Math.max(part.end(), bounds.end(wanted, room));
            if (end > room) {
                throw new Refused(
                        "Partition " + part.number() + " can be " + (room - part.start()) + " bytes long at most.",
                        "Move or delete what lies behind it.");
            }
            resize(part, end);
        }
    }

    private void resize(Part part, long end) throws Refused {
        if (end == part.end()) {
            return;
        }
        if (part.empty()) {
            remake(part, end);
        } else if (end < part.end()) {
            shrink(part, end);
        } else {
            grow(part, end);
        }
        layout = layout.with(part.at(part.start(), end));
    }

    /** A file system made in this plan is made once more: that needs no tool to resize it, and has none of its limits. */
    private void remake(Part part, long end) throws Refused {
        long size = end - part.start();
        String filesystem = part.filesystem();
        if (filesystem != null) {
            checkFormat(filesystem, part.label(), size);
        }
        steps.add(new PlanStep.SetBounds(index, part.start(), part.end(), part.start(), end));
        steps.add(new PlanStep.MakeFileSystem(index, part.start(), size, filesystem, part.label()));
    }

    private void resizeExtended(Part part, long wanted, Bounds bounds) throws Refused {
        long needed = layout.logicals().stream().mapToLong(Part::end).max().orElse(part.start() + layout.grain());
        long room = bounds.room(part.start(), false, part.number());
        long end = wanted < part.end() ? bounds.up(wanted) : bounds.end(wanted, room);
        if (end < needed) {
            throw new Refused(
                    "Its logical partitions reach to byte " + needed + ".",
                    "Make it at least " + (needed - part.start()) + " bytes long.");
        }
        if (end > room) {
            throw tooLong(part.start(), room, false);
        }
        if (end != part.end()) {
            steps.add(new PlanStep.SetBounds(index, part.start(), part.end(), part.start(), end));
            layout = layout.with(part.at(part.start(), end));
        }
    }

    private void shrink(Part part, long end) throws Refused {
        long size = end - part.start();
        refuseUsed(part);
        String filesystem = part.filesystem();
        checkShrink(part, filesystem, size);
        boolean swap = "swap".equals(filesystem);
        if (filesystem != null && !swap) {
            steps.add(new PlanStep.Shrink(index, part.start(), part.size(), filesystem, size));
        }
        steps.add(new PlanStep.SetBounds(index, part.start(), part.end(), part.start(), end));
        if (filesystem != null && swap) {
            // Made anew at its new size, with its label and identifier.
            steps.add(new PlanStep.Grow(index, part.start(), part.size(), filesystem, size, null));
        }
    }

    private void checkShrink(Part part, @Nullable String filesystem, long size) throws Refused {
        if (filesystem == null) {
            throw new Refused("Nothing is known of what it holds, so it is never made smaller.", "Format it first.");
        }
        if (!FileSystems.shrinks(filesystem)) {
            throw new Refused(shrinkExcuse(part, filesystem), null);
        }
        PartitionInfo scanned = part.scanned();
        if (filesystem.equals("swap") || scanned == null) {
            return;
        }
        if (!scanned.canShrink()) {
            throw new Refused(shrinkExcuse(part, filesystem), null);
        }
        Long minimum = scanned.minSizeBytes();
        if (minimum == null || size < minimum) {
            throw new Refused(
                    "Its file system cannot be made that small.",
                    minimum == null ? null : "Keep at least " + new Bounds(layout).up(minimum) + " bytes.");
        }
    }

    private static String shrinkExcuse(Part part, String filesystem) {
        String excuse = part.scanned() == null ? null : part.scanned().excuse();
        if (filesystem.equals("xfs")) {
            return "XFS file systems cannot be made smaller.";
        }
        return excuse == null || FileSystems.foreign(filesystem)
                ? "It holds " + FileSystems.content(filesystem) + ", which is never made smaller."
                : excuse;
    }

    private void grow(Part part, long end) throws Refused {
        String filesystem = part.filesystem();
        String mountpoint = part.mountpoint();
        if (filesystem != null && !FileSystems.grows(filesystem)) {
            throw new Refused(
                    filesystem.equals("exfat") || filesystem.equals("fat16")
                            ? "There is no tool that makes " + filesystem + " larger."
                            : "It holds " + FileSystems.content(filesystem) + ", which is not resized here.",
                    null);
        }
        if (mountpoint != null && filesystem != null && !FileSystems.growsMounted(filesystem)) {
            throw new Refused(
                    filesystem + " cannot grow while it is mounted (at " + mountpoint + ").", "Unmount it first.");
        }
        if (mountpoint == null) {
            refuseUsed(part);
        }
        PartitionInfo scanned = part.scanned();
        if (scanned != null && scanned.growExcuse() != null) {
            throw new Refused(scanned.growExcuse(), null);
        }
        long size = end - part.start();
        steps.add(new PlanStep.SetBounds(index, part.start(), part.end(), part.start(), end));
        if (filesystem != null) {
            steps.add(new PlanStep.Grow(index, part.start(), part.size(), filesystem, size, mountpoint));
        }
    }
}
