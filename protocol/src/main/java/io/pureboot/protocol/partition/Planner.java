package io.pureboot.protocol.partition;

import io.pureboot.protocol.ByteSize;
import io.pureboot.protocol.disk.DiskInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Plans operation after operation on a layout. A refused one leaves layout and steps as they were. */
final class Planner {
    private final List<PlanStep> steps = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();
    private final List<PlanStep> own = new ArrayList<>();
    private Layout layout;
    private int index;

    Planner(Layout layout) {
        this.layout = layout;
    }

    Layout layout() {
        return layout;
    }

    List<PlanStep> steps() {
        return steps;
    }

    List<Refusal> refusals() {
        return refusals;
    }

    void plan(int operationIndex, PartitionOperation operation) {
        Layout before = layout;
        index = operationIndex;
        own.clear();
        try {
            refuseUnwritable();
            switch (operation) {
                case PartitionOperation.Resize resize -> resize(resize);
                case PartitionOperation.Create create -> create(create);
                case PartitionOperation.Delete delete -> delete(delete);
                case PartitionOperation.Format format -> format(format);
                case PartitionOperation.Move move -> move(move);
                case PartitionOperation.SetFlag flag -> setFlag(flag);
            }
            steps.addAll(own);
        } catch (Refused e) {
            layout = before;
            refusals.add(e.of(operationIndex));
        }
    }

    private void refuseUnwritable() throws Refused {
        if (layout.disk().readOnly()) {
            throw new Refused(layout.disk().device() + " is read-only.", "Take off its write protection.");
        }
        Optional<String> broken = layout.disk().warnings().stream()
                .filter(warning -> warning.startsWith(DiskInfo.BROKEN_CHAIN))
                .findFirst();
        if (broken.isPresent()) {
            throw new Refused(broken.get(), "Repair the table with another tool first: partitions are missing in it.");
        }
    }

    private Part part(int number) throws Refused {
        if (!layout.hasTable()) {
            throw new Refused(layout.disk().device() + " has no partition table.", "Create a partition first.");
        }
        Optional<Part> found = layout.find(number);
        if (found.isEmpty()) {
            String there = layout.parts().stream()
                    .map(part -> Integer.toString(part.number()))
                    .reduce((one, other) -> one + ", " + other)
                    .orElse("none");
            throw new Refused("There is no partition " + number + ".", "There are: " + there + ".");
        }
        return found.get();
    }

    private static void refuseUsed(Part part) throws Refused {
        String used = part.used();
        if (used != null) {
            throw new Refused(used.endsWith(".") ? used : used + ".", "Unmount it, or stop what uses it.");
        }
    }

    // --- create

    private void create(PartitionOperation.Create wish) throws Refused {
        table(wish.partitionTable());
        boolean gpt = layout.gpt();
        String asked = wish.type() == null ? "" : wish.type();
        boolean extended = asked.equals("extended");
        Bounds bounds = new Bounds(layout);
        long start = bounds.up(wish.startBytes());
        boolean logical = logical(asked, start, extended);
        if (logical && start < layout.spaceStart(true)) {
            start = bounds.up(layout.spaceStart(true));
        }
        Optional<Part> inTheWay = bounds.obstacle(start, start + layout.sector(), logical, 0);
        if (inTheWay.isPresent()) {
            throw overlap(inTheWay.get());
        }
        long room = bounds.room(start, logical, 0);
        // Rounding the start up must not push the end behind what was asked for.
        long end = bounds.end(wish.startBytes() + wish.sizeBytes(), room);
        if (end > room) {
            throw tooLong(start, room, logical);
        }
        if (end <= start || !bounds.inside(start, end, logical)) {
            throw new Refused(
                    "Between byte " + wish.startBytes() + " and " + (wish.startBytes() + wish.sizeBytes())
                            + " is no room for a partition.",
                    "Partitions begin and end at multiples of " + ByteSize.human(layout.grain()) + ", from byte "
                            + bounds.up(layout.spaceStart(logical)) + " to " + layout.spaceEnd(logical) + ".");
        }
        int number = number(extended, logical);
        String filesystem = wish.filesystem();
        String type = type(asked, filesystem, gpt);
        if (filesystem != null) {
            checkFormat(filesystem, wish.label(), end - start);
            if (extended) {
                throw new Refused("An extended partition holds no file system.", "Leave filesystem out.");
            }
        }
        String name = filesystem == null && gpt ? wish.label() : null;
        if (name != null && name.length() > 36) {
            throw new Refused("A name in a GPT has at most 36 characters.", null);
        }
        Part made = new Part(
                number,
                start,
                end,
                type,
                filesystem,
                wish.label(),
                name,
                extended ? List.of() : Flags.forType(type, gpt),
                filesystem == null,
                filesystem != null,
                null);
        String role = extended ? "extended" : logical ? "logical" : "primary";
        own.add(new PlanStep.AddEntry(index, start, end, role, type, filesystem, name));
        if (!extended) {
            own.add(new PlanStep.MakeFileSystem(index, start, end - start, filesystem, wish.label()));
        }
        layout = layout.with(made);
    }

    private void table(@Nullable String wanted) throws Refused {
        boolean whole = layout.disk().partitions().stream().anyMatch(part -> part.number() == 0);
        boolean doubtful =
                !layout.hasTable() && (whole || !layout.disk().warnings().isEmpty());
        if (layout.hasTable() && (wanted == null || wanted.equals(layout.table()))) {
            return;
        }
        if (wanted == null && doubtful) {
            throw new Refused(
                    whole
                            ? "A file system takes the whole of "
                                    + layout.disk().device() + ", without a partition table."
                            : layout.disk().device() + " may have a partition table that is damaged.",
                    "Give partition_table (gpt or mbr) to replace what is there.");
        }
        if (!layout.parts().isEmpty()) {
            throw new Refused(
                    "The disk has a " + layout.table() + " table with partitions.",
                    "Delete them first, then the table can be replaced.");
        }
        if (!layout.disk().inUse().isEmpty()) {
            throw new Refused(layout.disk().inUse().getFirst(), "Unmount it, or stop what uses it.");
        }
        String table = wanted == null ? Layout.GPT : wanted;
        own.add(new PlanStep.NewTable(index, table));
        layout = layout.empty(table);
    }

    private boolean logical(String asked, long start, boolean extended) throws Refused {
        if (layout.gpt() || extended || asked.equals("primary")) {
            return false;
        }
        boolean within = layout.extended()
                .filter(box -> start >= box.start() && start < box.end())
                .isPresent();
        if (asked.equals("logical") && !within) {
            throw new Refused(
                    "A logical partition lies inside an extended one.",
                    "Create an extended partition there first, or a primary one.");
        }
        return within;
    }

    private int number(boolean extended, boolean logical) throws Refused {
        if (extended && layout.gpt()) {
            throw new Refused("A GPT has no extended partitions.", "Create a plain one.");
        }
        if (extended && layout.extended().isPresent()) {
            throw new Refused("There is an extended partition already.", "Make that one larger.");
        }
        int number = layout.nextNumber(logical);
        if (number == 0) {
            throw new Refused(
                    layout.gpt() ? "The table has no free entry." : "An MBR has four primary partitions at most.",
                    layout.gpt()
                            ? "Delete a partition first."
                            : "Delete one and create an extended partition, which can hold more.");
        }
        return number;
    }

    private static String type(String asked, @Nullable String filesystem, boolean gpt) throws Refused {
        if (asked.equals("extended")) {
            return asked;
        }
        // An entry asked for as "linux" gets the type of what is made in it as well: libparted sees to that.
        if (asked.isEmpty() || Set.of("primary", "logical", "linux").contains(asked)) {
            return filesystem == null ? "linux" : FileSystems.type(filesystem);
        }
        if (!Flags.knownType(asked, gpt)) {
            throw new Refused("\"" + asked + "\" is no type for an entry of this table.", null);
        }
        return asked;
    }

    private Refused overlap(Part part) {
        return new Refused(
                "Partition " + part.number() + " is there, from byte " + part.start() + " to " + part.end() + ".",
                "Begin at byte " + new Bounds(layout).up(part.end()) + " or later.");
    }

    private Refused tooLong(long start, long room, boolean logical) {
        return new Refused(
                "From byte " + start + " there is room up to byte " + room + " only.",
                (logical ? "Make the extended partition larger, or the" : "Make the") + " partition at most "
                        + (room - start) + " bytes long.");
    }

    // --- delete, format, flags

    private void delete(PartitionOperation.Delete wish) throws Refused {
        Part part = part(wish.partition());
        refuseUsed(part);
        if (part.extended() && !layout.logicals().isEmpty()) {
            throw new Refused("It holds logical partitions.", "Delete those first.");
        }
        own.add(new PlanStep.RemoveEntry(index, part.start(), part.end()));
        layout = layout.without(part.number());
    }

    private void format(PartitionOperation.Format wish) throws Refused {
        Part part = part(wish.partition());
        refuseUsed(part);
        if (part.extended()) {
            throw new Refused("An extended partition holds no file system.", "Format a logical partition in it.");
        }
        checkFormat(wish.filesystem(), wish.label(), part.size());
        boolean plain = Set.of("linux", "msdata", "swap", "unknown").contains(part.type());
        String type = plain ? FileSystems.type(wish.filesystem()) : part.type();
        own.add(new PlanStep.MakeFileSystem(index, part.start(), part.size(), wish.filesystem(), wish.label()));
        Part formatted = part.formatted(wish.filesystem(), wish.label(), type);
        layout = layout.with(plain ? formatted.flagged(type, retyped(part, type)) : formatted);
    }

    private List<String> retyped(Part part, String type) {
        List<String> flags = new ArrayList<>(part.flags());
        flags.removeIf(flag -> flag.equals("swap") || flag.equals("msftdata") || flag.equals("lba"));
        flags.addAll(Flags.forType(type, layout.gpt()));
        return flags;
    }

    private void checkFormat(String filesystem, @Nullable String label, long size) throws Refused {
        if (!FileSystems.MADE.contains(filesystem)) {
            throw new Refused(
                    "There is no tool to make a file system \"" + filesystem + "\".",
                    "Known are " + String.join(", ", FileSystems.MADE) + ".");
        }
        String excuse = FileSystems.labelExcuse(filesystem, label);
        if (excuse != null) {
            throw new Refused(excuse, "Choose another label.");
        }
        long smallest = FileSystems.smallest(filesystem, layout.sector());
        if (size < smallest) {
            throw new Refused(
                    ByteSize.human(size) + " are too little for " + filesystem + ".",
                    "It needs at least " + smallest + " bytes.");
        }
    }

    private void setFlag(PartitionOperation.SetFlag wish) throws Refused {
        Part part = part(wish.partition());
        Set<String> known = Flags.known(layout.gpt());
        if (!known.contains(wish.flag())) {
            throw new Refused(
                    "A " + layout.table() + " table has no flag \"" + wish.flag() + "\".",
                    "It has " + String.join(", ", known.stream().sorted().toList()) + ".");
        }
        if (part.extended() && !wish.flag().equals("lba")) {
            throw new Refused("An extended partition has no flag \"" + wish.flag() + "\".", null);
        }
        if (Flags.has(part, wish.flag()) == wish.value()) {
            return;
        }
        String excuse = Flags.excuse(part, wish.flag(), wish.value(), layout.gpt());
        if (excuse != null) {
            throw new Refused(excuse, null);
        }
        own.add(new PlanStep.SetFlag(index, part.start(), wish.flag(), wish.value()));
        Layout next = layout.with(Flags.set(part, wish.flag(), wish.value(), layout.gpt()));
        if (!layout.gpt() && wish.flag().equals("boot") && wish.value()) {
            for (Part other : layout.parts()) {
                if (other.number() != part.number() && Flags.has(other, "boot")) {
                    next = next.with(Flags.set(other, "boot", false, false));
                }
            }
        }
        layout = next;
    }

    // --- resize

    private void resize(PartitionOperation.Resize wish) throws Refused {
        Part part = part(wish.partition());
        Bounds bounds = new Bounds(layout);
        long wanted = part.start() + wish.newSizeBytes();
        if (part.extended()) {
            resizeExtended(part, wanted, bounds);
        } else if (wish.newSizeBytes() < part.size()) {
            shrink(part, Math.min(part.end(), bounds.up(wanted)));
        } else if (wish.newSizeBytes() > part.size()) {
            long room = Math.max(part.end(), bounds.room(part.start(), layout.logical(part), part.number()));
            long end = Math.max(part.end(), bounds.end(wanted, room));
            if (end > room) {
                throw new Refused(
                        "Partition " + part.number() + " can be " + (room - part.start()) + " bytes long at most.",
                        "Move or delete what lies behind it.");
            }
            grow(part, end);
        }
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
            own.add(new PlanStep.SetBounds(index, part.start(), part.end(), part.start(), end));
            layout = layout.with(part.at(part.start(), end));
        }
    }

    private void shrink(Part part, long end) throws Refused {
        if (end == part.end()) {
            return;
        }
        long size = end - part.start();
        refuseUsed(part);
        String filesystem = part.filesystem();
        if (!part.blank()) {
            checkShrink(part, filesystem, size);
        }
        boolean swap = "swap".equals(filesystem);
        if (filesystem != null && !swap) {
            own.add(new PlanStep.Shrink(index, part.start(), part.size(), filesystem, size));
        }
        own.add(new PlanStep.SetBounds(index, part.start(), part.end(), part.start(), end));
        if (filesystem != null && swap) {
            // Made anew at its new size, with its label and identifier.
            own.add(new PlanStep.Grow(index, part.start(), part.size(), filesystem, size, null));
        }
        layout = layout.with(part.at(part.start(), end));
    }

    private void checkShrink(Part part, @Nullable String filesystem, long size) throws Refused {
        if (filesystem == null) {
            throw new Refused("Nothing is known of what it holds, so it is never made smaller.", "Format it first.");
        }
        if (!FileSystems.shrinks(filesystem)) {
            throw new Refused(shrinkExcuse(part, filesystem), null);
        }
        if (part.fresh() || part.scanned() == null) {
            long smallest = FileSystems.smallest(filesystem, layout.sector());
            if (size < smallest) {
                throw new Refused(
                        "A file system " + filesystem + " cannot be that small.",
                        "It needs at least " + smallest + " bytes.");
            }
            return;
        }
        if (filesystem.equals("swap")) {
            return;
        }
        var scanned = part.scanned();
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
        if (end == part.end()) {
            return;
        }
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
        long size = end - part.start();
        own.add(new PlanStep.SetBounds(index, part.start(), part.end(), part.start(), end));
        if (filesystem != null) {
            own.add(new PlanStep.Grow(index, part.start(), part.size(), filesystem, size, mountpoint));
        }
        layout = layout.with(part.at(part.start(), end));
    }

    // --- move

    private void move(PartitionOperation.Move wish) throws Refused {
        Part part = part(wish.partition());
        if (part.extended()) {
            throw new Refused("An extended partition cannot be moved.", "Move the logical partitions in it.");
        }
        Bounds bounds = new Bounds(layout);
        boolean logical = layout.logical(part);
        long lowest = bounds.up(layout.spaceStart(logical));
        long start = wish.newStartBytes() == part.start() ? part.start() : bounds.down(wish.newStartBytes());
        if (start < lowest) {
            start = lowest;
        }
        if (start == part.start()) {
            return;
        }
        refuseUsed(part);
        long end = start + part.size();
        if (!bounds.inside(start, end, logical)) {
            throw new Refused(
                    "Partition " + part.number() + " would end at byte " + end + ", behind " + layout.spaceEnd(logical)
                            + ".",
                    "Begin at byte " + bounds.down(layout.spaceEnd(logical) - part.size()) + " or before.");
        }
        Optional<Part> obstacle = bounds.obstacle(start, end, logical, part.number());
        if (obstacle.isPresent()) {
            Part other = obstacle.get();
            throw new Refused(
                    "Partition " + other.number() + " is in the way, from byte " + other.start() + " to " + other.end()
                            + ".",
                    "Move or delete it first.");
        }
        long first = Math.min(part.start(), start);
        long last = Math.max(part.end(), end);
        if (part.blank()) {
            own.add(new PlanStep.SetBounds(index, part.start(), part.end(), start, end));
        } else if (logical) {
            moveLogical(part, start, first, last);
        } else {
            own.add(new PlanStep.CopyData(index, part.start(), start, part.size(), part.filesystem()));
            own.add(new PlanStep.SetBounds(index, part.start(), part.end(), start, end));
        }
        layout = layout.with(part.at(start, end));
    }

    /**
     * The records of the chain lie between logical partitions, also where this one goes to. So its entry first takes both
     * places, which brings every record out of the way.
     */
    private void moveLogical(Part part, long start, long first, long last) throws Refused {
        for (Part other : layout.neighbours(true, part.number())) {
            if (other.overlaps(first, last)) {
                throw new Refused(
                        "Partition " + other.number() + " lies between its old place and the new one.",
                        "A logical partition moves no further than to its neighbours.");
            }
        }
        own.add(new PlanStep.SetBounds(index, part.start(), part.end(), first, last));
        own.add(new PlanStep.CopyData(index, part.start(), start, part.size(), part.filesystem()));
        own.add(new PlanStep.SetBounds(index, first, last, start, start + part.size()));
    }
}
