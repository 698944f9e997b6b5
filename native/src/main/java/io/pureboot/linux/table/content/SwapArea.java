package io.pureboot.linux.table.content;

import io.pureboot.linux.table.bytes.Region;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Linux swap, with pages of 4 to 64 KiB, and a system suspended to it. */
final class SwapArea {
    private SwapArea() {}

    static @Nullable Content read(Region region) throws IOException {
        for (int page = 4096; page <= 65536; page *= 2) {
            long magic = page - 10L;
            boolean suspended = region.has(magic, "S1SUSPEND\0")
                    || region.has(magic, "S2SUSPEND\0")
                    || region.has(magic, "ULSUSPEND\0")
                    || region.has(magic, "LINHIB0001");
            if (region.has(magic, "SWAPSPACE2") || region.has(magic, "SWAP-SPACE") || suspended) {
                ByteBuffer raw = region.little(1024, 44);
                return Content.of(
                        suspended ? "swsuspend" : "swap",
                        Content.Nature.SWAP,
                        Text.utf8(raw, 28, 16),
                        Text.uuid(raw, 12));
            }
        }
        return null;
    }
}
