package io.pureboot.protocol.partition;

import io.pureboot.protocol.ByteSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One operation while it is planned: the layout as far as it has changed it, and the steps that takes. */
abstract sealed class Draft permits Creation, Formatting, EntryChange, Resizing, Moving {
    final int index;
    final List<PlanStep> steps = new ArrayList<>();
    Layout layout;

    Draft(Layout layout, int index) {
        this.layout = layout;
        this.index = index;
    }

    final Part part(int number) throws Refused {
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

    static void refuseUsed(Part part) throws Refused {
        String used = part.used();
        if (used != null) {
            throw new Refused(used.endsWith(".") ? used : used + ".", "Unmount it, or stop what uses it.");
        }
    }

    final void checkFormat(String filesystem, @Nullable String label, long size) throws Refused {
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

    static Refused tooLong(long start, long room, boolean logical) {
        return new Refused(
                "From byte " + start + " there is room up to byte " + room + " only.",
                (logical ? "Make the extended partition larger, or the" : "Make the") + " partition at most "
                        + (room - start) + " bytes long.");
    }
}
