package io.pureboot.linux.table;

import io.pureboot.linux.table.bytes.Notes;
import io.pureboot.linux.table.bytes.Region;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * GPT with 512 to 4096 byte sectors, from its primary or its backup copy. Checksums decide, not the protective MBR:
 * without one the table is as good.
 */
final class GptTable {
    private static final int[] SECTOR_SIZES = {512, 4096, 2048, 1024};
    /** How far before the end a backup is looked for: some tools pad an image, some cut it a little short. */
    private static final int TAIL = 64 << 10;

    /** One copy: a header and what it points to, if that could be read. */
    private record Copy(GptHeader header, @Nullable GptArray array) {
        boolean sound() {
            return header.sound() && array != null && array.sound();
        }

        List<TableEntry> entries() {
            return array == null ? List.of() : array.entries();
        }
    }

    private final Region disk;
    private final Notes notes;

    GptTable(Region disk, Notes notes) {
        this.disk = disk;
        this.notes = notes;
    }

    /** Null when neither copy is there. */
    @Nullable
    FoundTable read() {
        Copy primary = primary();
        Copy backup = backup(primary);
        if (primary != null && primary.sound()) {
            compare(primary, backup);
            return found(primary, Certainty.SURE);
        }
        if (backup != null && backup.sound()) {
            notes.warn(primary == null ? "the primary GPT is missing" : "the primary GPT is damaged");
            return found(backup, Certainty.SURE);
        }
        if (primary == null && backup == null) {
            return null;
        }
        notes.doubt("the GPT is damaged in both copies");
        Copy better = primary != null && !primary.entries().isEmpty() || backup == null ? primary : backup;
        return better == null ? null : found(better, Certainty.DOUBTFUL);
    }

    private static FoundTable found(Copy copy, Certainty certainty) {
        GptHeader header = copy.header();
        return new FoundTable(TableKind.GPT, certainty, header.sectorSize(), header.diskGuid(), copy.entries());
    }

    private void compare(Copy primary, @Nullable Copy backup) {
        if (backup == null || !backup.sound()) {
            notes.warn("the backup GPT is missing or damaged");
        } else if (!backup.entries().equals(primary.entries())) {
            notes.doubt("the two copies of the GPT differ: %d and %d entries"
                    .formatted(primary.entries().size(), backup.entries().size()));
        }
    }

    private @Nullable Copy primary() {
        Copy damaged = null;
        for (int sectorSize : SECTOR_SIZES) {
            Copy copy = copy(sectorSize, sectorSize);
            if (copy != null && copy.sound()) {
                return copy;
            }
            damaged = damaged == null ? copy : damaged;
        }
        return damaged;
    }

    private @Nullable Copy backup(@Nullable Copy primary) {
        Copy damaged = null;
        for (Place place : backupPlaces(primary)) {
            Copy copy = copy(place.position(), place.sectorSize());
            if (copy != null && copy.sound()) {
                return copy;
            }
            damaged = damaged == null ? copy : damaged;
        }
        return damaged;
    }

    private record Place(long position, int sectorSize) {}

    private Set<Place> backupPlaces(@Nullable Copy primary) {
        Set<Place> places = new LinkedHashSet<>();
        for (int sectorSize : SECTOR_SIZES) {
            places.add(new Place((disk.length() / sectorSize - 1) * sectorSize, sectorSize));
        }
        if (primary != null
                && primary.header().alternateLba() > 1
                && primary.header().alternateLba() < 1L << 50) {
            int sectorSize = primary.header().sectorSize();
            places.add(new Place(primary.header().alternateLba() * sectorSize, sectorSize));
        }
        if (primary == null || !primary.sound()) {
            places.addAll(tailPlaces());
        }
        places.removeIf(place -> place.position() <= place.sectorSize());
        return places;
    }

    private List<Place> tailPlaces() {
        long from = Math.max(0, disk.length() - TAIL) / 512 * 512;
        byte[] tail = notes.attempt("the end of the disk", () -> disk.bytes(from, (int) (disk.length() - from)));
        List<Place> places = new ArrayList<>();
        for (int at = 0; tail != null && at <= tail.length - 512; at += 512) {
            if (tail[at] == 'E' && tail[at + 1] == 'F' && tail[at + 2] == 'I') {
                for (int sectorSize : SECTOR_SIZES) {
                    places.add(new Place(from + at, sectorSize));
                }
            }
        }
        return places.reversed();
    }

    private @Nullable Copy copy(long position, int sectorSize) {
        return notes.attempt("the GPT header at " + position, () -> readCopy(position, sectorSize));
    }

    private @Nullable Copy readCopy(long position, int sectorSize) throws IOException {
        GptHeader header = GptHeader.at(disk, position, sectorSize);
        if (header == null) {
            return null;
        }
        GptArray array = header.sound()
                ? notes.attempt(
                        "the GPT entries of the header at " + position, () -> GptArray.read(disk, header, notes))
                : null;
        return new Copy(header, array);
    }
}
