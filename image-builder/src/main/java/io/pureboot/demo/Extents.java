package io.pureboot.demo;

import io.pureboot.linux.block.Extent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Sets of byte runs. */
public final class Extents {
    private Extents() {}

    public static long bytes(List<Extent> extents) {
        return extents.stream().mapToLong(Extent::length).sum();
    }

    /** What of {@code from}, in order, no run of {@code minus} covers. */
    public static List<Extent> subtract(List<Extent> from, List<Extent> minus) {
        List<Extent> cuts =
                minus.stream().sorted(Comparator.comparingLong(Extent::start)).toList();
        List<Extent> rest = new ArrayList<>();
        int first = 0;
        for (Extent extent : from) {
            long at = extent.start();
            while (first < cuts.size() && cuts.get(first).end() <= at) {
                first++;
            }
            for (int i = first; i < cuts.size() && cuts.get(i).start() < extent.end(); i++) {
                add(rest, at, cuts.get(i).start());
                at = Math.max(at, cuts.get(i).end());
            }
            add(rest, at, extent.end());
        }
        return rest;
    }

    private static void add(List<Extent> extents, long start, long end) {
        if (end > start) {
            extents.add(new Extent(start, end - start));
        }
    }
}
