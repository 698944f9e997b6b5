package io.pureboot.node.disk;

import io.pureboot.node.filesystem.Window;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the partition table of a disk. A GPT counts when its protective MBR says so, from its backup when the primary
 * is damaged; without a protective MBR only when the primary is whole, because a backup alone at the end of a disk is
 * usually the remains of an earlier use.
 */
final class TableReader {
    private final Window disk;
    private final List<String> warnings = new ArrayList<>();

    private TableReader(Window disk) {
        this.disk = disk;
    }

    static DiskTable read(Window disk) throws IOException {
        return new TableReader(disk).table().checkedAgainst(disk.length());
    }

    private DiskTable table() throws IOException {
        int sector = disk.sectorSize();
        if (disk.length() < 2L * sector) {
            return DiskTable.none(List.of());
        }
        ByteBuffer first = disk.read(0, sector);
        MbrSector record = MbrSector.signed(first) ? MbrSector.of(first) : null;
        GptHeader primary = GptHeader.at(disk, 1);
        GptHeader backup = backup(primary);
        if (record != null && record.protective()) {
            return protectedGpt(record, primary, backup);
        }
        boolean fileSystem = fileSystemBootSector(first);
        if (record != null && record.plausible() && !fileSystem) {
            if (primary != null) {
                warnings.add("An old GPT lies behind the MBR; the MBR counts.");
            }
            DiskTable table = MbrEntries.read(disk, record);
            warnings.addAll(table.warnings());
            return new DiskTable(table.kind(), table.entries(), warnings);
        }
        if (primary != null && !fileSystem) {
            warnings.add("The protective MBR is missing; the GPT behind it is whole and counts.");
            return gpt(primary);
        }
        if (backup != null) {
            warnings.add(
                    "A backup GPT at the end of the disk has no table at the start belonging to it; it does not count.");
        }
        boolean emptyMbr = record != null && record.empty() && !fileSystem && record.diskSignature() != 0;
        return new DiskTable(emptyMbr ? DiskTable.MBR : DiskTable.UNKNOWN, List.of(), warnings);
    }

    private @Nullable GptHeader backup(@Nullable GptHeader primary) throws IOException {
        int sector = disk.sectorSize();
        GptHeader last = GptHeader.at(disk, disk.length() / sector - 1);
        return last == null && primary != null ? GptHeader.at(disk, primary.otherLba()) : last;
    }

    private DiskTable protectedGpt(MbrSector record, @Nullable GptHeader primary, @Nullable GptHeader backup) {
        if (record.hybrid()) {
            warnings.add("The MBR is a hybrid one: it lists partitions besides the GPT, which counts.");
        }
        if (primary == null) {
            if (backup == null) {
                warnings.add("The disk says it has a GPT, but both the primary and the backup are damaged.");
                return DiskTable.none(warnings);
            }
            warnings.add("The primary GPT is damaged; the backup at the end of the disk was read instead.");
            return gpt(backup);
        }
        if (backup == null) {
            warnings.add("The backup GPT is missing or damaged; the primary was read.");
        } else if (backup.ownLba() != disk.length() / disk.sectorSize() - 1) {
            warnings.add("The backup GPT is not at the end of the disk: the disk has grown since.");
        }
        return gpt(primary);
    }

    private DiskTable gpt(GptHeader header) {
        return new DiskTable(DiskTable.GPT, GptEntries.of(header, disk.sectorSize()), warnings);
    }

    /** FAT, NTFS and exFAT boot sectors end in 55 AA too, and mkfs.vfat even writes a one-entry table into its own. */
    private static boolean fileSystemBootSector(ByteBuffer sector) {
        String oem = text(sector, 3, 8);
        return oem.equals("NTFS    ")
                || oem.equals("EXFAT   ")
                || oem.equals("-FVE-FS-")
                || text(sector, 0x36, 3).equals("FAT")
                || text(sector, 0x52, 5).equals("FAT32");
    }

    private static String text(ByteBuffer sector, int at, int length) {
        byte[] bytes = new byte[length];
        sector.get(at, bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
