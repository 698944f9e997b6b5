package io.pureboot.linux.table.content;

import io.pureboot.linux.table.bytes.Region;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** ext2, ext3, ext4, told apart by the features they need, and an external journal. */
final class ExtFileSystem {
    private static final int JOURNAL = 0x0004;
    private static final int JOURNAL_DEVICE = 0x0008;
    private static final int EXT3_INCOMPATIBLE = 0x0002 | 0x0004 | 0x0010;
    private static final int EXT3_READ_ONLY = 0x0001 | 0x0002 | 0x0004;

    private ExtFileSystem() {}

    static @Nullable Content read(Region region) throws IOException {
        if (region.length() < 2048) {
            return null;
        }
        ByteBuffer raw = region.little(1024, 264);
        if (raw.getShort(56) != (short) 0xef53 || raw.getInt(24) < 0 || raw.getInt(24) > 6) {
            return null;
        }
        int compatible = raw.getInt(92);
        int incompatible = raw.getInt(96);
        int readOnly = raw.getInt(100);
        String uuid = Text.uuid(raw, 104);
        String label = Text.utf8(raw, 120, 16);
        if ((incompatible & JOURNAL_DEVICE) != 0) {
            return Content.fileSystem("jbd", label, uuid);
        }
        boolean newer = (incompatible & ~EXT3_INCOMPATIBLE) != 0 || (readOnly & ~EXT3_READ_ONLY) != 0;
        String type = newer ? "ext4" : (compatible & JOURNAL) != 0 ? "ext3" : "ext2";
        return Content.fileSystem(type, label, uuid);
    }
}
