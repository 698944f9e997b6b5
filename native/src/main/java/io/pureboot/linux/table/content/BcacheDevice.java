package io.pureboot.linux.table.content;

import io.pureboot.linux.table.bytes.Region;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A cache or backing device of bcache. */
final class BcacheDevice {
    private static final String MAGIC = "c68573f6-4e1a-45ca-8265-f57f48ba6d81";
    private static final String BCACHEFS = "c68573f6-66ce-90a9-d96a-60cf803df7ef";

    private BcacheDevice() {}

    static @Nullable Content read(Region region) throws IOException {
        if (region.length() < 8192) {
            return null;
        }
        ByteBuffer raw = region.little(4096, 128);
        String magic = Text.uuid(raw, 24);
        String type = MAGIC.equals(magic) ? "bcache" : BCACHEFS.equals(magic) ? "bcachefs" : null;
        return type == null
                ? null
                : Content.of(
                        type,
                        type.equals("bcachefs") ? Content.Nature.FILE_SYSTEM : Content.Nature.OPAQUE,
                        Text.utf8(raw, 72, 32),
                        Text.uuid(raw, 40));
    }
}
