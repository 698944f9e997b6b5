package io.pureboot.linux.table.content;

import io.pureboot.linux.table.bytes.Region;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** UFS, both versions and byte orders. */
final class UfsFileSystem {
    private static final int[] PLACES = {8 << 10, 64 << 10, 256 << 10, 0};
    private static final int MAGIC = 1372;

    private UfsFileSystem() {}

    static @Nullable Content read(Region region) throws IOException {
        for (int place : PLACES) {
            if (region.length() < place + MAGIC + 4) {
                continue;
            }
            ByteBuffer magic = region.little(place + MAGIC, 4);
            ByteOrder order = known(magic.getInt(0)) ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
            if (known(magic.order(order).getInt(0))) {
                ByteBuffer raw = region.little(place, MAGIC).order(order);
                boolean second = magic.getInt(0) == 0x19540119;
                String label = second ? Text.utf8(raw, 680, 32) : null;
                String uuid = "%08x%08x".formatted(raw.getInt(144), raw.getInt(148));
                return Content.fileSystem("ufs", label, uuid.equals("0000000000000000") ? null : uuid)
                        .version(second ? "2" : "1");
            }
        }
        return null;
    }

    private static boolean known(int magic) {
        return magic == 0x00011954 || magic == 0x19540119;
    }
}
