package io.pureboot.linux.table.content;

import io.pureboot.linux.table.bytes.Region;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** XFS. */
final class XfsFileSystem {
    private XfsFileSystem() {}

    static @Nullable Content read(Region region) throws IOException {
        if (!region.has(0, "XFSB")) {
            return null;
        }
        ByteBuffer raw = region.big(0, 120);
        return Content.fileSystem("xfs", Text.utf8(raw, 108, 12), Text.uuid(raw, 32));
    }
}
