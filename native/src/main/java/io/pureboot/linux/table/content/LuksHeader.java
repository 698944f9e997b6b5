package io.pureboot.linux.table.content;

import io.pureboot.linux.table.bytes.Region;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** LUKS encryption, both versions. */
final class LuksHeader {
    private static final String MAGIC = "LUKS\u00ba\u00be";

    private LuksHeader() {}

    static @Nullable Content read(Region region) throws IOException {
        if (!region.has(0, MAGIC)) {
            return null;
        }
        ByteBuffer raw = region.big(0, 208);
        int version = raw.getShort(6);
        String label = version == 2 ? Text.utf8(raw, 24, 48) : null;
        return Content.of("crypto_LUKS", Content.Nature.OPAQUE, label, Text.utf8(raw, 168, 40))
                .version(String.valueOf(version));
    }
}
