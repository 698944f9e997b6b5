package io.pureboot.linux.table;

import io.pureboot.linux.table.bytes.Notes;
import io.pureboot.linux.table.bytes.Region;
import io.pureboot.linux.table.content.Content;
import io.pureboot.linux.table.content.Signatures;
import java.util.ArrayList;
import java.util.List;

/** Looks into the partitions of a table. */
final class EntryContents {
    /** Partitions looked into; a disk with more is kept for their number alone. */
    private static final int MOST = 256;

    private final Region disk;
    private final int depth;
    private final Notes notes;
    private final List<Volume> volumes = new ArrayList<>();

    EntryContents(Region disk, int depth, Notes notes) {
        this.disk = disk;
        this.depth = depth;
        this.notes = notes;
    }

    /** The same entries with what is in them. */
    List<TableEntry> fill(List<TableEntry> entries) {
        List<TableEntry> filled = new ArrayList<>();
        int looked = 0;
        for (TableEntry entry : entries) {
            if (entry.end() > disk.length() && entry.role() != EntryRole.WHOLE_DISK) {
                notes.truncated("partition %d ends at %d, the image at %d"
                        .formatted(entry.number(), entry.end(), disk.length()));
            }
            boolean look = entry.isPartition() && entry.start() < disk.length() && looked++ < MOST;
            filled.add(look ? lookInto(entry) : entry);
        }
        return filled;
    }

    /** Found inside the partitions by {@link #fill}. */
    List<Volume> volumes() {
        return volumes;
    }

    private TableEntry lookInto(TableEntry entry) {
        Region place = new Region(disk.image(), entry.start(), entry.size());
        List<Content> contents = Signatures.all(place, notes);
        for (Volume volume : new NestedVolumes(place, depth, notes).of(contents, entry.typeId())) {
            volumes.add(volume.in(entry.number()));
        }
        return entry.with(contents.isEmpty() ? null : contents.getFirst());
    }
}
