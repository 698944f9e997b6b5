package io.pureboot.node.partition;

import io.pureboot.linux.block.BlockDevice;
import io.pureboot.linux.block.DirectBlockDevice;
import io.pureboot.protocol.partition.PlanStep;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * The entries of a hybrid MBR, by which some firmware and old systems find partitions of a GPT. libparted writes a plain
 * protective MBR with every change of the table: this puts the entries back, with the new places of what they mean.
 */
final class HybridRecord {
    private static final int ENTRIES = 446;
    private static final int ENTRY = 16;
    private static final int PROTECTIVE = 0xEE;
    private static final long LARGEST = 0xFFFF_FFFFL;

    private final Path disk;
    private final int sectorSize;
    /** The four entries, or none: then there is nothing to put back. */
    private final ByteBuffer entries;

    private HybridRecord(Path disk, int sectorSize, byte[] entries) {
        this.disk = disk;
        this.sectorSize = sectorSize;
        this.entries = ByteBuffer.wrap(entries).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Of any disk; of one without a hybrid MBR it is empty. */
    static HybridRecord of(Path disk) throws IOException {
        try (BlockDevice device = DirectBlockDevice.openReadOnly(disk)) {
            ByteBuffer sector = first(device);
            boolean signed = sector.getShort(510) == (short) 0xAA55;
            byte[] entries = new byte[4 * ENTRY];
            sector.get(ENTRIES, entries);
            HybridRecord record = new HybridRecord(disk, device.logicalSectorSize(), entries);
            return signed && record.has(true) && record.has(false) ? record : record.none();
        }
    }

    private HybridRecord none() {
        return new HybridRecord(disk, sectorSize, new byte[0]);
    }

    /**
     * As it should be behind a step.
     *
     * @throws IOException when a partition in it would lie where an MBR cannot say
     */
    HybridRecord after(PlanStep step) throws IOException {
        HybridRecord next = new HybridRecord(disk, sectorSize, entries.array().clone());
        switch (step) {
            case PlanStep.NewTable ignored -> {
                return none();
            }
            case PlanStep.RemoveEntry remove -> {
                for (int at = next.at(remove.start()); at >= 0; at = next.at(remove.start())) {
                    next.entries.put(at, new byte[ENTRY]);
                }
            }
            case PlanStep.SetBounds bounds -> {
                int at = next.at(bounds.start());
                if (at >= 0) {
                    next.place(at, bounds.newStart() / sectorSize, (bounds.newEnd() - bounds.newStart()) / sectorSize);
                }
            }
            default -> {}
        }
        return next;
    }

    private void place(int at, long start, long sectors) throws IOException {
        if (start > LARGEST || sectors > LARGEST) {
            throw new IOException(
                    "The MBR of " + disk + " is a hybrid one and lists this partition, which would lie beyond"
                            + " what an MBR can hold. Nothing was changed. Make the MBR a plain protective one first.");
        }
        entries.putInt(at + 8, (int) start).putInt(at + 12, (int) sectors);
        // Cylinders, heads and sectors that say: see the other fields.
        for (int chs : new int[] {at + 1, at + 5}) {
            entries.put(chs, (byte) 0xfe).put(chs + 1, (byte) 0xff).put(chs + 2, (byte) 0xff);
        }
    }

    /** Writes it into the boot record that is there now. */
    void putBack() throws IOException {
        if (entries.capacity() == 0 || !has(false)) {
            return;
        }
        endBeforeOthers();
        try (BlockDevice device = DirectBlockDevice.openShared(disk)) {
            ByteBuffer sector = first(device);
            sector.put(ENTRIES, entries.array());
            device.write(sector, 0);
            device.flush();
        }
    }

    /** The protective entry may not cover what has moved to the front. */
    private void endBeforeOthers() {
        for (int at = 0; at < entries.capacity(); at += ENTRY) {
            for (int other = 0; type(at) == PROTECTIVE && other < entries.capacity(); other += ENTRY) {
                long room = start(other) - start(at);
                if (type(other) != PROTECTIVE && type(other) != 0 && room > 0) {
                    long sectors = Math.min(Integer.toUnsignedLong(entries.getInt(at + 12)), room);
                    entries.putInt(at + 12, (int) sectors);
                }
            }
        }
    }

    private static ByteBuffer first(BlockDevice device) throws IOException {
        ByteBuffer sector = ByteBuffer.allocate(device.logicalSectorSize()).order(ByteOrder.LITTLE_ENDIAN);
        if (device.read(sector, 0) != sector.capacity()) {
            throw new IOException(device.name() + " has no first sector");
        }
        return sector.flip();
    }

    private boolean has(boolean protective) {
        boolean found = false;
        for (int at = 0; at < entries.capacity(); at += ENTRY) {
            found |= type(at) != 0 && (type(at) == PROTECTIVE) == protective;
        }
        return found;
    }

    /** Where the entry of the partition is that begins at a byte, or -1. */
    private int at(long byteOfStart) {
        for (int at = 0; at < entries.capacity(); at += ENTRY) {
            if (type(at) != 0 && type(at) != PROTECTIVE && start(at) * sectorSize == byteOfStart) {
                return at;
            }
        }
        return -1;
    }

    private int type(int at) {
        return entries.get(at + 4) & 0xFF;
    }

    private long start(int at) {
        return Integer.toUnsignedLong(entries.getInt(at + 8));
    }
}
