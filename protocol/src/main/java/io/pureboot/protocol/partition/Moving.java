package io.pureboot.protocol.partition;

import java.util.Optional;

/** A partition moved with its data. */
final class Moving extends Draft {
    private Moving(Layout layout, int index) {
        super(layout, index);
    }

    static Draft of(Layout layout, int index, PartitionOperation.Move wish) throws Refused {
        Moving draft = new Moving(layout, index);
        draft.move(wish);
        return draft;
    }

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
            steps.add(new PlanStep.SetBounds(index, part.start(), part.end(), start, end));
        } else if (logical) {
            moveLogical(part, start, first, last);
        } else {
            steps.add(new PlanStep.CopyData(index, part.start(), start, part.size(), part.filesystem()));
            steps.add(new PlanStep.SetBounds(index, part.start(), part.end(), start, end));
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
        steps.add(new PlanStep.SetBounds(index, part.start(), part.end(), first, last));
        steps.add(new PlanStep.CopyData(index, part.start(), start, part.size(), part.filesystem()));
        steps.add(new PlanStep.SetBounds(index, first, last, start, start + part.size()));
    }
}
