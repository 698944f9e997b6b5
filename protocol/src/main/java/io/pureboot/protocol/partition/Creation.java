package io.pureboot.protocol.partition;

import io.pureboot.protocol.ByteSize;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A new partition, in a new table where there is none. */
final class Creation extends Draft {
    private Creation(Layout layout, int index) {
        super(layout, index);
    }

    static Draft of(Layout layout, int index, PartitionOperation.Create wish) throws Refused {
        Creation draft = new Creation(layout, index);
        draft.create(wish);
        return draft;
    }

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
        steps.add(new PlanStep.AddEntry(index, start, end, role, type, filesystem, name));
        if (!extended) {
            steps.add(new PlanStep.MakeFileSystem(index, start, end - start, filesystem, wish.label()));
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
        steps.add(new PlanStep.NewTable(index, table));
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
}
