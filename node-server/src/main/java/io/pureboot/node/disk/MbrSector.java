package io.pureboot.node.disk;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The four slots of a master or extended boot record.
 *
 * @param diskSignature the 32-bit number PARTUUIDs are made of
 * @param slots four
 */
record MbrSector(int diskSignature, List<Slot> slots) {
    /** Start and length in sectors; in an extended boot record relative to something else. */
    record Slot(int status, int id, long start, long sectors) {
        boolean used() {
            return id != 0 && sectors != 0;
        }

        boolean extended() {
            return id == 0x05 || id == 0x0f || id == 0x85;
        }

        boolean active() {
            return status == 0x80;
        }
    }

    static boolean signed(ByteBuffer sector) {
        return sector.getShort(510) == (short) 0xaa55;
    }

    static MbrSector of(ByteBuffer sector) {
        List<Slot> slots = new ArrayList<>();
        for (int at = 446; at < 510; at += 16) {
            slots.add(new Slot(
                    Byte.toUnsignedInt(sector.get(at)),
                    Byte.toUnsignedInt(sector.get(at + 4)),
                    Integer.toUnsignedLong(sector.getInt(at + 8)),
                    Integer.toUnsignedLong(sector.getInt(at + 12))));
        }
        return new MbrSector(sector.getInt(440), List.copyOf(slots));
    }

    /** Boot code or text behind the signature also ends in 55 AA; a table's status bytes are 0 or 0x80 only. */
    boolean plausible() {
        return slots.stream().allMatch(slot -> slot.status == 0 || slot.status == 0x80)
                && slots.stream().anyMatch(Slot::used);
    }

    boolean empty() {
        return slots.stream().noneMatch(Slot::used)
                && slots.stream().allMatch(slot -> slot.status == 0 && slot.start == 0 && slot.sectors == 0);
    }

    boolean protective() {
        return slots.stream().anyMatch(slot -> slot.id == 0xee);
    }

    /** Entries besides the protective one: some firmware and old systems read these instead of the GPT. */
    boolean hybrid() {
        return protective() && slots.stream().anyMatch(slot -> slot.used() && slot.id != 0xee);
    }
}
