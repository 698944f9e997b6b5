package io.pureboot.linux.table.content;

import io.pureboot.linux.table.bytes.Region;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** The Be file system, whose superblock follows boot code that looks like a partition table. */
final class BefsFileSystem {
    private BefsFileSystem() {}

    static @Nullable Content read(Region region) throws IOException {
        for (int at : new int[] {512, 0}) {
            boolean little = region.has(at + 32, "1SFB");
            if (little || region.has(at + 32, "BFS1")) {
                ByteBuffer raw = region.little(at, 128);
                raw.order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
                boolean sane = raw.getInt(36) == 0x42494745 && raw.getInt(68) == 0xdd121031;
                return sane ? Content.fileSystem("befs", Text.utf8(raw, 0, 32), null) : null;
            }
        }
        return null;
    }
}
