package io.pureboot.controller.library.read.iso;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a file's bytes lie.
 *
 * @param runs in order
 * @param unreadable why they cannot be read as they lie there, or null
 */
record IsoFile(List<Run> runs, @Nullable String unreadable) {
    /** Bytes in a row, from the start of a block. */
    record Run(long block, long length) {}

    IsoFile {
        runs = List.copyOf(runs);
    }

    long size() {
        return runs.stream().mapToLong(Run::length).sum();
    }
}
