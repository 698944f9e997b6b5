package io.pureboot.controller.library.read.hfs;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * One of a file's two streams of bytes.
 *
 * @param size bytes
 * @param runs where it lies, in order: those its own record names, which may be only the first ones
 */
record HfsFork(long size, List<Run> runs) {
    /** Allocation blocks in a row. */
    record Run(int start, int count) {}

    private static final int RUNS = 3;

    HfsFork {
        runs = List.copyOf(runs);
    }

    /** Three runs at {@code at}, empty ones left out. */
    static List<Run> runs(ByteBuffer record, int at) {
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            int count = Short.toUnsignedInt(record.getShort(at + 4 * i + 2));
            if (count > 0) {
                runs.add(new Run(Short.toUnsignedInt(record.getShort(at + 4 * i)), count));
            }
        }
        return runs;
    }

    long blocks() {
        return runs.stream().mapToLong(Run::count).sum();
    }
}
