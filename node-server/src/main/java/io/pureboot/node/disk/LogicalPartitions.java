package io.pureboot.node.disk;

import io.pureboot.node.filesystem.Window;
import io.pureboot.protocol.disk.DiskInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Follows the chain of extended boot records inside an MBR's extended partition. */
final class LogicalPartitions {
    private static final int MOST = 256;
    private final Window disk;
    private final int signature;
    private final List<TableEntry> found = new ArrayList<>();
    private final List<Long> records = new ArrayList<>();

    LogicalPartitions(Window disk, int signature) {
        this.disk = disk;
        this.signature = signature;
    }

    List<TableEntry> found() {
        return found;
    }

    /** The sectors of the records that were followed. */
    List<Long> records() {
        return records;
    }

    /** Returns what is wrong with the chain, or null. Start and sectors of the container in sectors. */
    @Nullable
    String follow(long containerStart, long containerSectors) throws IOException {
        int sector = disk.sectorSize();
        long record = containerStart;
        for (int links = 0; links < MOST; links++) {
            if (!disk.holds(record * sector, sector)) {
                return DiskInfo.BROKEN_CHAIN + "leaves the disk at sector " + record + ".";
            }
            ByteBuffer bytes = disk.read(record * sector, sector);
            if (!MbrSector.signed(bytes)) {
                return DiskInfo.BROKEN_CHAIN + "is broken at sector " + record + ": no boot record there.";
            }
            records.add(record);
            long next = -1;
            for (MbrSector.Slot slot : MbrSector.of(bytes).slots()) {
                if (slot.used() && slot.extended() && next < 0) {
                    next = containerStart + slot.start();
                } else if (slot.used() && !slot.extended()) {
                    add(record, slot, sector);
                }
            }
            if (next < 0) {
                return null;
            }
            // Back as well: the chain goes by number, and what was made in a gap comes last.
            if (records.contains(next) || next >= containerStart + containerSectors) {
                return DiskInfo.BROKEN_CHAIN + "points from sector " + record + " to sector " + next
                        + ", which cannot be right.";
            }
            record = next;
        }
        return DiskInfo.BROKEN_CHAIN + "has more than " + MOST + " links; the rest is not listed.";
    }

    private void add(long record, MbrSector.Slot slot, int sector) {
        int number = 5 + found.size();
        found.add(MbrEntries.entry(number, (record + slot.start()) * sector, slot, sector, signature));
    }
}
