package io.pureboot.linux.table.content;

import io.pureboot.linux.table.bytes.Region;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Members of arrays that a controller's firmware makes; their record is at the end of the disk. */
final class FirmwareRaid {
    private static final int DDF = 0xde11de11;

    private FirmwareRaid() {}

    static @Nullable Content read(Region region) throws IOException {
        Content ddf = ddf(region, region.length() - 512);
        ddf = ddf != null ? ddf : ddf(region, region.length() - 257 * 512);
        if (ddf != null) {
            return ddf;
        }
        return region.has(region.length() - 1024, "Intel Raid ISM Cfg Sig. ")
                ? Content.of("isw_raid_member", Content.Nature.OPAQUE, null, null)
                : null;
    }

    private static @Nullable Content ddf(Region region, long at) throws IOException {
        if (at < 0 || region.start() + at + 512 > region.image().size()) {
            return null;
        }
        ByteBuffer raw = region.big(at, 512);
        if (raw.getInt(0) != DDF && Integer.reverseBytes(raw.getInt(0)) != DDF) {
            return null;
        }
        String guid = Text.text(raw, 8, 24, StandardCharsets.UTF_8);
        return Content.of("ddf_raid_member", Content.Nature.OPAQUE, null, guid);
    }
}
