package io.pureboot.linux.table;

import io.pureboot.linux.table.bytes.Notes;
import io.pureboot.linux.table.bytes.Region;
import io.pureboot.linux.table.content.Signatures;
import java.io.IOException;
import java.util.List;

/**
 * The sector size a DOS table counts in. The table does not say; a disk with 4096-byte sectors copied to a file looks
 * like any other. What lies where the entries point to tells.
 */
final class MbrScale {
    private static final int[] OTHERS = {4096, 2048, 1024};

    private final Region disk;

    MbrScale(Region disk) {
        this.disk = disk;
    }

    /** 512 unless only another size makes sense of an entry. */
    int sectorSize(List<MbrSlot> slots) throws IOException {
        boolean usual = makesSense(slots, 512);
        for (int sectorSize : OTHERS) {
            boolean fits = slots.stream().allMatch(slot -> slot.end() * sectorSize <= disk.length());
            if (fits && makesSense(slots, sectorSize) && !usual) {
                return sectorSize;
            }
        }
        return 512;
    }

    private boolean makesSense(List<MbrSlot> slots, int sectorSize) throws IOException {
        boolean sense = false;
        for (MbrSlot slot : slots) {
            sense |= makesSense(slot, sectorSize);
        }
        return sense;
    }

    // What is missing here is no doubt: it is only a second reading of the table.
    private boolean makesSense(MbrSlot slot, int sectorSize) {
        Region place = new Region(disk.image(), disk.start() + slot.first() * sectorSize, slot.count() * sectorSize);
        if (slot.isExtended()) {
            return Boolean.TRUE.equals(
                    new Notes().<Boolean>attempt("extended", () -> MbrSlot.signed(place.little(0, 512))));
        }
        return slot.first() > 0 && Signatures.first(place, new Notes()) != null;
    }
}
