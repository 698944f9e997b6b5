package io.pureboot.protocol.partition;

import java.util.Optional;

/** Where a partition may lie in a layout, and how wished-for bounds are rounded to the grain. */
record Bounds(Layout layout) {
    /** How far a partition starting at {@code start} may reach, bytes, exclusive. */
    long room(long start, boolean logical, int except) {
        long limit = layout.spaceEnd(logical);
        for (Part part : layout.neighbours(logical, except)) {
            if (part.start() >= start) {
                // A logical partition keeps its table in the space before it.
                limit = Math.min(limit, part.start() - (logical ? Math.min(layout.grain(), part.start() - start) : 0));
            }
        }
        return Math.max(start, limit);
    }

    /** What is in the way of start to end, or empty. */
    Optional<Part> obstacle(long start, long end, boolean logical, int except) {
        long reserve = logical ? layout.sector() : 0;
        return layout.neighbours(logical, except).stream()
                .filter(part -> part.overlaps(start - reserve, end + reserve))
                .findFirst();
    }

    /** Whether start to end lies in the space; a logical partition needs a sector before it for its table. */
    boolean inside(long start, long end, boolean logical) {
        return start >= layout.spaceStart(logical) && end <= layout.spaceEnd(logical) && end > start;
    }

    long down(long position) {
        return position - position % layout.grain();
    }

    long up(long position) {
        return Math.ceilDiv(position, layout.grain()) * layout.grain();
    }

    /** The end nearest to what is wanted, on the grain, or all there is when that is wanted. */
    long end(long wanted, long limit) {
        return wanted >= limit && wanted - limit < layout.grain() ? limit : down(wanted);
    }
}
