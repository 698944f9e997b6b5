package io.pureboot.linux.table.content;

import io.pureboot.linux.table.bytes.Notes;
import io.pureboot.linux.table.bytes.Region;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * FAT12, FAT16, FAT32, by their parameter block: boot code and the "FAT" words in it are not reliable. The cluster
 * count alone tells the three apart.
 */
final class FatFileSystem {
    private static final int VOLUME_LABEL = 0x08;
    private static final int DIRECTORY = 0x10;
    private static final int LONG_NAME = 0x0f;

    private FatFileSystem() {}

    static @Nullable Content read(Region region, Notes notes) throws IOException {
        if (region.length() < 512) {
            return null;
        }
        ByteBuffer raw = region.little(0, 512);
        Parameters p = Parameters.of(raw);
        if (!p.sane() || !named(raw, p)) {
            return null;
        }
        boolean large = p.perFat16 == 0;
        int extended = large ? 64 : 36;
        int serial = raw.getInt(extended + 3);
        boolean hasSerial = raw.get(extended + 2) == 0x29 || raw.get(extended + 2) == 0x28;
        String label = notes.detail(() -> rootLabel(region, raw, p));
        String uuid = hasSerial ? "%04X-%04X".formatted(serial >>> 16, serial & 0xffff) : null;
        return Content.fileSystem("vfat", label, uuid).version(p.version());
    }

    // Either a jump over the parameters and a boot signature, or the name a formatter wrote.
    private static boolean named(ByteBuffer raw, Parameters p) {
        int jump = Byte.toUnsignedInt(raw.get(0));
        boolean jumps = jump == 0xeb || jump == 0xe9;
        boolean signed = raw.getShort(510) == (short) 0xaa55;
        String at36 = Text.text(raw, p.perFat16 == 0 ? 82 : 54, 3, StandardCharsets.ISO_8859_1);
        return "FAT".equals(at36) || jumps && (signed || p.media >= 0xf8);
    }

    private static @Nullable String rootLabel(Region region, ByteBuffer raw, Parameters p) throws IOException {
        long root = p.perFat16 == 0
                ? p.dataStart() + (Integer.toUnsignedLong(raw.getInt(44)) - 2) * p.clusterSize()
                : p.rootStart();
        long count = p.perFat16 == 0 ? p.clusterSize() : p.rootEntries * 32L;
        long end = Math.min(root + Math.min(count, 32 << 10), region.length());
        for (long at = root; root >= 512 && at + 32 <= end; at += 32) {
            ByteBuffer entry = region.little(at, 32);
            int first = Byte.toUnsignedInt(entry.get(0));
            int attributes = entry.get(11);
            if (first == 0) {
                return null;
            }
            boolean label = (attributes & (VOLUME_LABEL | DIRECTORY)) == VOLUME_LABEL
                    && (attributes & LONG_NAME) != LONG_NAME
                    && entry.getShort(20) == 0
                    && entry.getShort(26) == 0;
            if (label && first != 0xe5) {
                return Text.text(entry, 0, 11, StandardCharsets.ISO_8859_1);
            }
        }
        return null;
    }

    private record Parameters(
            int sectorSize,
            int perCluster,
            int reserved,
            int fats,
            int rootEntries,
            int media,
            int perFat16,
            long sectors,
            long perFat) {

        static Parameters of(ByteBuffer raw) {
            int sectors16 = Short.toUnsignedInt(raw.getShort(19));
            int perFat16 = Short.toUnsignedInt(raw.getShort(22));
            return new Parameters(
                    Short.toUnsignedInt(raw.getShort(11)),
                    Byte.toUnsignedInt(raw.get(13)),
                    Short.toUnsignedInt(raw.getShort(14)),
                    Byte.toUnsignedInt(raw.get(16)),
                    Short.toUnsignedInt(raw.getShort(17)),
                    Byte.toUnsignedInt(raw.get(21)),
                    perFat16,
                    sectors16 != 0 ? sectors16 : Integer.toUnsignedLong(raw.getInt(32)),
                    perFat16 != 0 ? perFat16 : Integer.toUnsignedLong(raw.getInt(36)));
        }

        boolean sane() {
            return Integer.bitCount(sectorSize) == 1
                    && sectorSize >= 512
                    && sectorSize <= 4096
                    && Integer.bitCount(perCluster) == 1
                    && reserved > 0
                    && fats > 0
                    && fats <= 4
                    && (media == 0xf0 || media >= 0xf8)
                    && perFat > 0
                    && sectors > reserved + fats * perFat
                    && (perFat16 == 0 || rootEntries > 0);
        }

        int clusterSize() {
            return sectorSize * perCluster;
        }

        long rootStart() {
            return (reserved + fats * perFat) * sectorSize;
        }

        long dataStart() {
            return rootStart() + Math.ceilDiv(rootEntries * 32, sectorSize) * (long) sectorSize;
        }

        String version() {
            long clusters = (sectors * sectorSize - dataStart()) / clusterSize();
            return perFat16 == 0 ? "fat32" : clusters < 4085 ? "fat12" : "fat16";
        }
    }
}
