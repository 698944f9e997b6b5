package io.pureboot.protocol.partition;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A new file system in a partition, whose entry gets the type that fits where it says no more than that. */
final class Formatting extends Draft {
    private Formatting(Layout layout, int index) {
        super(layout, index);
    }

    static Draft of(Layout layout, int index, PartitionOperation.Format wish) throws Refused {
        Formatting draft = new Formatting(layout, index);
        draft.format(wish);
        return draft;
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
        steps.add(new PlanStep.MakeFileSystem(index, part.start(), part.size(), wish.filesystem(), wish.label()));
        Part formatted = part.formatted(wish.filesystem(), wish.label(), type);
        layout = layout.with(plain ? formatted.flagged(type, retyped(part, type)) : formatted);
    }

    private List<String> retyped(Part part, String type) {
        List<String> flags = new ArrayList<>(part.flags());
        flags.removeIf(flag -> flag.equals("swap") || flag.equals("msftdata") || flag.equals("lba"));
        flags.addAll(Flags.forType(type, layout.gpt()));
        return flags;
    }
}
