package io.pureboot.linux.partition;

import io.pureboot.linux.block.BlockDevice;
import io.pureboot.linux.block.Extent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Moves the backup of a GPT to the real end of the device, as needed when a disk has grown or was cloned onto a larger
 * one: backup entries, backup header, then the primary header (last usable LBA, place of the backup), the size in the
 * protective MBR, and last the old backup header is erased. A power cut at any point leaves a valid primary table. What
 * was written is read back.
 */
public final class GptRelocation {
    private static final int MBR_ENTRIES = 446;
    private static final int PROTECTIVE = 0xEE;
    private static final long MBR_LARGEST = 0xFFFF_FFFFL;

    private final BlockDevice device;
    private final int sectorSize;
    private final long lastLba;
    private final List<Extent> written = new ArrayList<>();
    /** What was written, by its LBA. */
    private final Map<Long, byte[]> contents = new LinkedHashMap<>();

    private GptRelocation(BlockDevice device) {
        this.device = device;
        this.sectorSize = device.logicalSectorSize();
        this.lastLba = device.size() / sectorSize - 1;
    }

    /**
     * Does nothing on a device without a GPT or whose backup is where it belongs.
     *
     * @return what was written, in bytes; empty when nothing had to be: then both headers and both copies of the entries
     *     are as they should be
     * @throws IOException when the primary table is damaged, or a partition reaches past the new end
     */
    public static List<Extent> relocate(BlockDevice device) throws IOException {
        GptRelocation relocation = new GptRelocation(device);
        relocation.run();
        return List.copyOf(relocation.written);
    }

    private void run() throws IOException {
        if (lastLba < 67) {
            return;
        }
        byte[] mbr = read(0, sectorSize);
        Optional<GptHeader> found = GptHeader.parse(read(1, sectorSize), 1);
        if (found.isEmpty()) {
            if (protectiveEntry(mbr) >= 0) {
                throw new IOException(device.name() + ": the protective MBR announces a GPT, but its primary header is "
                        + "damaged: repair the table before its backup can be moved");
            }
            return;
        }
        GptHeader header = found.get();
        byte[] entries = read(header.entriesLba(), header.entriesBytes());
        header.checkEntries(entries, device.name());
        long tableSectors = (header.entriesBytes() + sectorSize - 1L) / sectorSize;
        long backupEntries = lastLba - tableSectors;
        refuseWhatReachesPast(backupEntries - 1, header, entries);
        if (header.alternateLba() != lastLba || !soundBackup(header, entries)) {
            byte[] padded = Arrays.copyOf(entries, Math.toIntExact(tableSectors * sectorSize));
            write(backupEntries, padded);
            write(lastLba, header.at(lastLba, 1, backupEntries, backupEntries - 1));
            device.flush();
            write(1, header.at(1, lastLba, header.entriesLba(), backupEntries - 1));
            device.flush();
            eraseOldBackup(header, entries, backupEntries);
        }
        fixProtectiveMbr(mbr);
        device.flush();
        readBack();
    }

    /** What does not read back as it was written is written once more; the second time it is an error. */
    private void readBack() throws IOException {
        for (var sectors : contents.entrySet()) {
            if (!reads(sectors.getKey(), sectors.getValue())) {
                device.write(ByteBuffer.wrap(sectors.getValue().clone()), sectors.getKey() * sectorSize);
                device.flush();
                if (!reads(sectors.getKey(), sectors.getValue())) {
                    throw new IOException(device.name()
                            + " does not keep what is written to its partition table at LBA " + sectors.getKey());
                }
            }
        }
    }

    private boolean reads(long lba, byte[] bytes) throws IOException {
        return Arrays.equals(bytes, read(lba, bytes.length));
    }

    /** Whether the last sector is the header of a backup, and the entries it points to are the primary's. */
    private boolean soundBackup(GptHeader primary, byte[] entries) throws IOException {
        Optional<GptHeader> backup = GptHeader.parse(read(lastLba, sectorSize), lastLba);
        return backup.isPresent()
                && backup.get().alternateLba() == 1
                && backup.get().lastUsable() == primary.lastUsable()
                && backup.get().entryCount() == primary.entryCount()
                && backup.get().entrySize() == primary.entrySize()
                && backup.get().describes(entries)
                && backup.get().entriesLba() > primary.lastUsable()
                && backup.get().entriesLba() < lastLba
                && Arrays.equals(entries, read(backup.get().entriesLba(), entries.length));
    }

    /** A stale backup header in the middle of the disk would mislead whoever looks for one after the next growth. */
    private void eraseOldBackup(GptHeader header, byte[] entries, long backupEntries) throws IOException {
        long old = header.alternateLba();
        boolean free = old > 1 && old < backupEntries && !insidePartition(old, header, entries);
        if (free && GptHeader.parse(read(old, sectorSize), old).isPresent()) {
            write(old, new byte[sectorSize]);
        }
    }

    private void fixProtectiveMbr(byte[] mbr) throws IOException {
        int entry = protectiveEntry(mbr);
        if (entry < 0) {
            return;
        }
        ByteBuffer sector = ByteBuffer.wrap(mbr).order(ByteOrder.LITTLE_ENDIAN);
        long start = Integer.toUnsignedLong(sector.getInt(entry + 8));
        boolean hybrid = protectiveEntries(mbr) != usedEntries(mbr);
        int size = (int) Math.min(lastLba - start + 1, MBR_LARGEST);
        // In a hybrid MBR the protective entry covers only a part on purpose.
        if (start == 1 && !hybrid && sector.getInt(entry + 12) != size) {
            sector.putInt(entry + 12, size);
            write(0, mbr);
        }
    }

    private static int protectiveEntry(byte[] mbr) {
        if ((mbr[510] & 0xFF) != 0x55 || (mbr[511] & 0xFF) != 0xAA) {
            return -1;
        }
        for (int at = MBR_ENTRIES; at < MBR_ENTRIES + 64; at += 16) {
            if ((mbr[at + 4] & 0xFF) == PROTECTIVE) {
                return at;
            }
        }
        return -1;
    }

    private static int usedEntries(byte[] mbr) {
        int used = 0;
        for (int at = MBR_ENTRIES; at < MBR_ENTRIES + 64; at += 16) {
            used += mbr[at + 4] == 0 ? 0 : 1;
        }
        return used;
    }

    private static int protectiveEntries(byte[] mbr) {
        int protective = 0;
        for (int at = MBR_ENTRIES; at < MBR_ENTRIES + 64; at += 16) {
            protective += (mbr[at + 4] & 0xFF) == PROTECTIVE ? 1 : 0;
        }
        return protective;
    }

    private void refuseWhatReachesPast(long lastUsable, GptHeader header, byte[] entries) throws IOException {
        ByteBuffer table = ByteBuffer.wrap(entries).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < header.entryCount(); i++) {
            int at = i * header.entrySize();
            if (used(table, at) && Long.compareUnsigned(table.getLong(at + 40), lastUsable) > 0) {
                throw new IOException(device.name() + ": partition " + (i + 1) + " ends at LBA "
                        + Long.toUnsignedString(table.getLong(at + 40)) + ", past the last usable one, " + lastUsable);
            }
        }
    }

    private static boolean insidePartition(long lba, GptHeader header, byte[] entries) {
        ByteBuffer table = ByteBuffer.wrap(entries).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < header.entryCount(); i++) {
            int at = i * header.entrySize();
            if (used(table, at) && table.getLong(at + 32) <= lba && lba <= table.getLong(at + 40)) {
                return true;
            }
        }
        return false;
    }

    private static boolean used(ByteBuffer table, int at) {
        return table.getLong(at) != 0 || table.getLong(at + 8) != 0;
    }

    private byte[] read(long lba, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        long position = Math.multiplyExact(lba, (long) sectorSize);
        if (lba < 0 || position > device.size() - length || device.read(buffer, position) < length) {
            throw new IOException(device.name() + ": the GPT points to LBA " + lba
                    + ", past the end of the device at LBA " + lastLba);
        }
        return buffer.array();
    }

    private void write(long lba, byte[] bytes) throws IOException {
        device.write(ByteBuffer.wrap(bytes.clone()), lba * sectorSize);
        written.add(new Extent(lba * sectorSize, bytes.length));
        contents.put(lba, bytes);
    }
}
