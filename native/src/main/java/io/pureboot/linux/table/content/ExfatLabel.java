package io.pureboot.linux.table.content;

import io.pureboot.linux.table.bytes.Region;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The label of an exFAT: an entry of its root folder, whose clusters the allocation table chains. */
final class ExfatLabel {
    private static final int LABEL_ENTRY = 0x83;
    private static final int CLUSTERS_LOOKED_AT = 64;
    private static final int BYTES_LOOKED_AT = 16 << 10;

    private ExfatLabel() {}

    static @Nullable String read(Region region, ByteBuffer boot) throws IOException {
        int sectorShift = boot.get(108);
        int clusterShift = sectorShift + boot.get(109);
        if (sectorShift < 9 || sectorShift > 12 || clusterShift < sectorShift || clusterShift > 25) {
            return null;
        }
        long table = Integer.toUnsignedLong(boot.getInt(80)) << sectorShift;
        long heap = Integer.toUnsignedLong(boot.getInt(88)) << sectorShift;
        long count = Integer.toUnsignedLong(boot.getInt(92));
        long cluster = Integer.toUnsignedLong(boot.getInt(96));
        for (int i = 0; i < CLUSTERS_LOOKED_AT && cluster >= 2 && cluster < count + 2; i++) {
            int size = Math.min(1 << clusterShift, BYTES_LOOKED_AT);
            ByteBuffer directory = region.little(heap + ((cluster - 2) << clusterShift), size);
            for (int at = 0; at < size; at += 32) {
                int type = Byte.toUnsignedInt(directory.get(at));
                if (type == LABEL_ENTRY) {
                    int length = Math.clamp(directory.get(at + 1), 0, 11);
                    return Text.text(directory, at + 2, 2 * length, StandardCharsets.UTF_16LE);
                }
                if (type == 0) {
                    return null;
                }
            }
            cluster =
                    Integer.toUnsignedLong(region.little(table + 4 * cluster, 4).getInt(0));
        }
        return null;
    }
}
