package io.pureboot.linux.table.content;

import io.pureboot.linux.table.bytes.Region;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** btrfs; one of several devices of a pool cannot be read alone. */
final class BtrfsFileSystem {
    private static final int SUPERBLOCK = 64 << 10;

    private BtrfsFileSystem() {}

    static @Nullable Content read(Region region) throws IOException {
        if (!region.has(SUPERBLOCK + 64, "_BHRfS_M")) {
            return null;
        }
        ByteBuffer raw = region.little(SUPERBLOCK, 0x12b + 256);
        boolean pool = raw.getLong(136) > 1;
        return Content.of(
                "btrfs",
                pool ? Content.Nature.OPAQUE : Content.Nature.FILE_SYSTEM,
                Text.utf8(raw, 0x12b, 256),
                Text.uuid(raw, 32));
    }
}
