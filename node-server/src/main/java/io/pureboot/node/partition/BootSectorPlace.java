package io.pureboot.node.partition;

import io.pureboot.linux.block.BlockDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** FAT and NTFS note in their boot sectors how many sectors lie before them; boot code goes by that. */
final class BootSectorPlace {
    private static final int HIDDEN_SECTORS = 0x1c;
    private static final int FAT32_BACKUP = 0x32;

    private BootSectorPlace() {}

    /** Writes the place of the partition at {@code start}, bytes, into its boot sector and that one's copy. */
    static void note(BlockDevice disk, long start, long size, String filesystem) throws IOException {
        int sector = disk.logicalSectorSize();
        ByteBuffer boot = read(disk, start);
        switch (filesystem) {
            case "ntfs" -> {
                write(disk, start, start, "NTFS    ", 3);
                write(disk, start + size / sector * sector - sector, start, "NTFS    ", 3);
            }
            case "fat32" -> {
                int backup = Short.toUnsignedInt(boot.getShort(FAT32_BACKUP));
                write(disk, start, start, "FAT32", 0x52);
                if (backup > 0 && backup < 32) {
                    write(disk, start + (long) backup * sector, start, "FAT32", 0x52);
                }
            }
            case "fat16" -> write(disk, start, start, "FAT", 0x36);
            default -> {
                // Others do not say where they lie.
            }
        }
        disk.flush();
    }

    /** Nothing is written where the sector is none of that kind. */
    private static void write(BlockDevice disk, long at, long start, String mark, int markAt) throws IOException {
        ByteBuffer sector = read(disk, at);
        byte[] found = new byte[mark.length()];
        sector.get(markAt, found);
        long hidden = start / disk.logicalSectorSize();
        boolean right = sector.getInt(HIDDEN_SECTORS) == (int) hidden;
        if (new String(found, StandardCharsets.US_ASCII).equals(mark) && !right && hidden <= 0xffff_ffffL) {
            sector.putInt(HIDDEN_SECTORS, (int) hidden);
            disk.write(sector, at);
        }
    }

    private static ByteBuffer read(BlockDevice disk, long at) throws IOException {
        ByteBuffer sector = ByteBuffer.allocate(disk.logicalSectorSize()).order(ByteOrder.LITTLE_ENDIAN);
        if (disk.read(sector, at) != sector.capacity()) {
            throw new IOException(disk.name() + " ends before byte " + (at + sector.capacity()));
        }
        return sector.flip();
    }
}
