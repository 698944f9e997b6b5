package io.pureboot.linux.table;

import io.pureboot.linux.table.bytes.Notes;
import io.pureboot.linux.table.bytes.Region;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Logical partitions, numbered from 5: each link of the chain is a boot record with its partition, placed from the
 * link itself, and the next link, placed from the start of the extended partition. A link may point back: one made in a
 * gap comes last. A record may hold more than one partition, which some tools overlook.
 */
final class EbrChain {
    private static final int LONGEST = 1024;

    private final Region disk;
    private final int sectorSize;
    private final @Nullable String tableId;
    private final Notes notes;
    private final Set<Long> seen = new HashSet<>();
    private int number = 5;

    EbrChain(Region disk, int sectorSize, @Nullable String tableId, Notes notes) {
        this.disk = disk;
        this.sectorSize = sectorSize;
        this.tableId = tableId;
        this.notes = notes;
    }

    List<TableEntry> follow(MbrSlot extended) {
        List<TableEntry> found = new ArrayList<>();
        long at = extended.first();
        for (int links = 0; at >= 0; links++) {
            if (links == LONGEST || !seen.add(at)) {
                notes.doubt("the chain of logical partitions does not end");
                return found;
            }
            at = followLink(extended, at, found);
        }
        return found;
    }

    // Returns the sector of the next link, or -1.
    private long followLink(MbrSlot extended, long at, List<TableEntry> found) {
        long position = at * sectorSize;
        if (position + 512 > disk.length()) {
            notes.truncated("the extended partition's record at %d lies outside the image".formatted(position));
            notes.doubt("logical partitions may lie outside the image");
            return -1;
        }
        ByteBuffer record =
                notes.attempt("the extended partition's record at " + position, () -> disk.little(position, 512));
        if (record == null) {
            return -1;
        }
        if (!MbrSlot.signed(record)) {
            notes.doubt("the extended partition's record at %d has no signature".formatted(position));
            return -1;
        }
        long next = -1;
        for (MbrSlot slot : MbrSlot.used(record)) {
            if (!slot.isExtended()) {
                addPartition(extended, at, slot, found);
            } else if (next < 0) {
                next = extended.first() + slot.first();
            }
        }
        if (next >= extended.end()) {
            notes.doubt("the link at %d of the chain of logical partitions points astray".formatted(position));
            return -1;
        }
        return next;
    }

    private void addPartition(MbrSlot extended, long at, MbrSlot slot, List<TableEntry> found) {
        long first = at + slot.first();
        if (slot.slot() > 1 && first + slot.count() > extended.end()) {
            return;
        }
        found.add(MbrTable.entry(number++, slot, first, sectorSize, tableId));
    }
}
