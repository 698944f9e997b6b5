package io.pureboot.linux.partition;

import io.pureboot.linux.block.BlockDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Makes both copies of a GPT whole again when one is damaged and the other, at the end of the device or at its start, is
 * not; as after a power cut while a table was written. Entries before the header, so that what is cut off here is damaged
 * still and repaired the next time.
 */
public final class GptRepair {
    private static final int PROTECTIVE = 0xEE;
    private static final int MBR_ENTRIES = 446;

    private final BlockDevice device;
    private final int sectorSize;
    private final long lastLba;

    private GptRepair(BlockDevice device) {
        this.device = device;
        this.sectorSize = device.logicalSectorSize();
        this.lastLba = device.size() / sectorSize - 1;
    }

    private record Copy(GptHeader header, byte[] entries) {}

    /**
     * Does nothing on a device without a protective MBR, with two whole copies or with none, nor to a backup that is
     * elsewhere: {@link GptRelocation} moves that.
     *
     * @return whether something was written
     */
    public static boolean repair(BlockDevice device) throws IOException {
        GptRepair repair = new GptRepair(device);
        return repair.lastLba >= 67 && repair.announced() && repair.run();
    }

    private boolean run() throws IOException {
        Optional<Copy> primary = copy(1);
        Optional<Copy> backup = copy(lastLba);
        if (primary.isPresent() == backup.isPresent()) {
            return false;
        }
        Copy whole = primary.or(() -> backup).orElseThrow();
        GptHeader header = whole.header();
        long sectors = Math.ceilDiv(whole.entries().length, sectorSize);
        if (primary.isEmpty()) {
            if (header.alternateLba() != 1 || 2 + sectors > header.firstUsable()) {
                return false;
            }
            write(2, whole.entries());
            write(1, header.at(1, lastLba, 2, header.lastUsable()));
            return true;
        }
        long entries = lastLba - sectors;
        if (header.alternateLba() != lastLba || entries <= header.lastUsable()) {
            return false;
        }
        write(entries, whole.entries());
        write(lastLba, header.at(lastLba, 1, entries, header.lastUsable()));
        return true;
    }

    private boolean announced() throws IOException {
        byte[] mbr = read(0, sectorSize);
        boolean found = false;
        for (int at = MBR_ENTRIES; at < MBR_ENTRIES + 64; at += 16) {
            found |= (mbr[at + 4] & 0xFF) == PROTECTIVE;
        }
        return found && ByteBuffer.wrap(mbr).order(ByteOrder.LITTLE_ENDIAN).getShort(510) == (short) 0xAA55;
    }

    private Optional<Copy> copy(long lba) throws IOException {
        Optional<GptHeader> header = GptHeader.parse(read(lba, sectorSize), lba);
        if (header.isEmpty()) {
            return Optional.empty();
        }
        int length = header.get().entriesBytes();
        long at = header.get().entriesLba();
        if (at < 2 || at > lastLba - Math.ceilDiv(length, sectorSize)) {
            return Optional.empty();
        }
        byte[] entries = read(at, length);
        return header.get().describes(entries) ? Optional.of(new Copy(header.get(), entries)) : Optional.empty();
    }

    private byte[] read(long lba, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        if (device.read(buffer, lba * sectorSize) < length) {
            throw new IOException(device.name() + " ends before LBA " + lba);
        }
        return buffer.array();
    }

    private void write(long lba, byte[] bytes) throws IOException {
        int whole = Math.ceilDiv(bytes.length, sectorSize) * sectorSize;
        device.write(ByteBuffer.wrap(java.util.Arrays.copyOf(bytes, whole)), lba * sectorSize);
        device.flush();
    }
}
