package io.pureboot.controller.library.read;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Many things to ask a tool for, some at a time: what it prints at once is looked through in memory. */
final class Batches {
    private Batches() {}

    /** In order, all but the last of {@code size}. */
    static List<List<String>> of(Collection<String> all, int size) {
        List<String> list = List.copyOf(all);
        List<List<String>> batches = new ArrayList<>();
        for (int at = 0; at < list.size(); at += size) {
            batches.add(list.subList(at, Math.min(list.size(), at + size)));
        }
        return batches;
    }
}
