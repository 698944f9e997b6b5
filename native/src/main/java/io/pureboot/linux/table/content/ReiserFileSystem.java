package io.pureboot.linux.table.content;

import io.pureboot.linux.table.bytes.Region;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** ReiserFS 3 and Reiser4. */
final class ReiserFileSystem {
    private ReiserFileSystem() {}

    static @Nullable Content read(Region region) throws IOException {
        for (int at : new int[] {64 << 10, 8 << 10}) {
            if (region.has(at + 52, "ReIsErFs")
                    || region.has(at + 52, "ReIsEr2Fs")
                    || region.has(at + 52, "ReIsEr3Fs")) {
                ByteBuffer raw = region.little(at, 128);
                return Content.fileSystem("reiserfs", Text.utf8(raw, 100, 16), Text.uuid(raw, 84));
            }
        }
        if (region.has(64 << 10, "ReIsEr4")) {
            ByteBuffer raw = region.little(64 << 10, 64);
            return Content.fileSystem("reiser4", Text.utf8(raw, 36, 16), Text.uuid(raw, 20));
        }
        return null;
    }
}
