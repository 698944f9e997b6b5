package io.pureboot.linux.table.content;

import io.pureboot.linux.table.bytes.Region;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** An APFS container; the volumes in it share its space. */
public final class ApfsContainer {
    private static final int MOST_VOLUMES = 100;

    private ApfsContainer() {}

    static @Nullable Content read(Region region) throws IOException {
        if (!region.has(32, "NXSB")) {
            return null;
        }
        return Content.fileSystem("apfs", null, Text.uuid(region.little(0, 96), 72));
    }

    /** How many volumes the container's superblock names. */
    public static int volumes(Region region) throws IOException {
        ByteBuffer raw = region.little(184, MOST_VOLUMES * Long.BYTES);
        int volumes = 0;
        for (int i = 0; i < MOST_VOLUMES; i++) {
            volumes += raw.getLong(i * Long.BYTES) == 0 ? 0 : 1;
        }
        return volumes;
    }
}
