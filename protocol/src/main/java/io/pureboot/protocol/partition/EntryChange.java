package io.pureboot.protocol.partition;

import java.util.Set;

/** What concerns the entry alone: it goes, or a flag of it changes. */
final class EntryChange extends Draft {
    private EntryChange(Layout layout, int index) {
        super(layout, index);
    }

    static Draft of(Layout layout, int index, PartitionOperation.Delete wish) throws Refused {
        EntryChange draft = new EntryChange(layout, index);
        draft.delete(wish);
        return draft;
    }

    static Draft of(Layout layout, int index, PartitionOperation.SetFlag wish) throws Refused {
        EntryChange draft = new EntryChange(layout, index);
        draft.setFlag(wish);
        return draft;
    }

    private void delete(PartitionOperation.Delete wish) throws Refused {
        Part part = part(wish.partition());
        refuseUsed(part);
        if (part.extended() && !layout.logicals().isEmpty()) {
            throw new Refused("It holds logical partitions.", "Delete those first.");
        }
        steps.add(new PlanStep.RemoveEntry(index, part.start(), part.end()));
        layout = layout.without(part.number());
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
        steps.add(new PlanStep.SetFlag(index, part.start(), wish.flag(), wish.value()));
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
}
