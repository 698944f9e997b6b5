package io.pureboot.linux.table;

import io.pureboot.linux.table.bytes.Notes;
import io.pureboot.linux.table.bytes.Region;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tables known by their magic alone: such a disk is never taken for an empty one. */
final class UnreadTables {
    private record Magic(String name, long offset, String bytes) {}

    private static final List<Magic> MAGICS = List.of(
            new Magic("AIX", 0, "\u00c9\u00c2\u00d4\u00c1"),
            new Magic("Ultrix", 16384 - 72, "\u0057\u0029\u0003\u0000"),
            new Magic("NeXT", 0, "NeXT"),
            new Magic("NeXT", 0, "dlV2"),
            new Magic("NeXT", 0, "dlV3"),
            new Magic("PC-98", 4, "IPL1"),
            new Magic("HP-UX", 0, "HPUX"),
            new Magic("Windows dynamic disk", 6 * 512, "PRIVHEAD"));

    private UnreadTables() {}

    static @Nullable FoundTable read(Region disk, Notes notes) {
        for (Magic magic : MAGICS) {
            if (has(disk, magic.offset(), magic.bytes(), notes)) {
                return unread(magic.name(), notes);
            }
        }
        for (int block = 0; block < 16; block++) {
            if (has(disk, block * 512L, "RDSK", notes)) {
                return unread("Amiga", notes);
            }
        }
        return null;
    }

    private static boolean has(Region disk, long offset, String magic, Notes notes) {
        return Boolean.TRUE.equals(notes.<Boolean>attempt("the start", () -> disk.has(offset, magic)));
    }

    private static FoundTable unread(String name, Notes notes) {
        notes.doubt("a table of kind %s, which is not read".formatted(name));
        return new FoundTable(TableKind.OTHER, Certainty.DOUBTFUL, 512, name, List.of());
    }
}
