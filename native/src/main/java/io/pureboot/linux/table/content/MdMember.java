package io.pureboot.linux.table.content;

import io.pureboot.linux.table.bytes.Region;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A member of a Linux software RAID. The version tells where its superblock is: at the end (0.90, 1.0), at the start
 * (1.1) or at 4 KiB (1.2). One half of a mirror can be read as if it were the whole.
 */
public final class MdMember {
    private static final int MAGIC = 0xa92b4efc;

    private MdMember() {}

    static @Nullable Content read(Region region) throws IOException {
        Content content = version1(region, 4096, "1.2");
        content = content != null ? content : version1(region, 0, "1.1");
        if (content == null && region.length() >= 16384) {
            content = version1(region, ((region.length() >>> 9) - 16 & ~7L) << 9, "1.0");
        }
        return content != null ? content : version0(region);
    }

    private static @Nullable Content version1(Region region, long at, String version) throws IOException {
        if (at + 256 > region.length()
                || at + region.start() + 256 > region.image().size()) {
            return null;
        }
        ByteBuffer raw = region.little(at, 256);
        if (raw.getInt(0) != MAGIC || raw.getInt(4) != 1 || raw.getLong(144) != at >>> 9) {
            return null;
        }
        return content(raw.getInt(72), Text.utf8(raw, 32, 32), Text.uuid(raw, 16), version);
    }

    private static @Nullable Content version0(Region region) throws IOException {
        long at = (region.length() & ~0xffffL) - 0x10000;
        if (at < 0 || at + region.start() + 256 > region.image().size()) {
            return null;
        }
        ByteBuffer raw = region.little(at, 256);
        if (raw.getInt(0) != MAGIC) {
            raw.order(ByteOrder.BIG_ENDIAN);
            if (raw.getInt(0) != MAGIC) {
                return null;
            }
        }
        byte[] uuid = new byte[16];
        ByteBuffer.wrap(uuid)
                .putInt(raw.getInt(20))
                .putInt(raw.getInt(52))
                .putInt(raw.getInt(56))
                .putInt(raw.getInt(60));
        return content(raw.getInt(28), null, Text.uuid(uuid), "0.90");
    }

    private static Content content(int level, @Nullable String label, @Nullable String uuid, String version) {
        Content.Nature nature = level == 1 ? Content.Nature.MIRROR : Content.Nature.OPAQUE;
        return Content.of("linux_raid_member", nature, label, uuid).version(version);
    }

    /** Where the data of a member starts, from the start of the region. */
    public static long dataOffset(Region region, String version) throws IOException {
        return switch (version) {
            case "1.1" -> region.little(128, 8).getLong(0) << 9;
            case "1.2" -> region.little(4096 + 128, 8).getLong(0) << 9;
            default -> 0;
        };
    }
}
