package io.pureboot.controller.library.check;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** Free space as {@code df} counts it: what is left of what ordinary users may fill. */
public interface DiskSpace {
    /** Bytes used and bytes left. */
    record Figures(long used, long left) {
        /** Rounded down. */
        int freePercent() {
            return (int) (percentOf(left));
        }

        boolean below(int percent) {
            return percentOf(left) < percent;
        }

        private double percentOf(long part) {
            return used + left == 0 ? 0 : 100.0 * part / (used + left);
        }
    }

    Figures of(Path folder) throws IOException;

    static DiskSpace real() {
        return folder -> {
            FileStore store = Files.getFileStore(folder);
            return new Figures(store.getTotalSpace() - store.getUnallocatedSpace(), store.getUsableSpace());
        };
    }
}
