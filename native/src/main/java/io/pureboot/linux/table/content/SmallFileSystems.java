package io.pureboot.linux.table.content;

import io.pureboot.linux.table.bytes.Region;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** File systems with a plain magic and, at most, a label and a UUID at fixed places. */
final class SmallFileSystems {
    /** Places from the start of the region; -1 for none. */
    private record Magic(String type, int at, String bytes, int uuid, int label, int labelLength) {
        Magic(String type, int at, String bytes) {
            this(type, at, bytes, -1, -1, 0);
        }
    }

    private static final int VMFS = 2 << 20;

    private static final List<Magic> MAGICS = List.of(
            new Magic("jfs", 32768, "JFS1", 32768 + 136, 32768 + 152, 16),
            new Magic("squashfs", 0, "hsqs"),
            new Magic("squashfs3", 0, "sqsh"),
            new Magic("erofs", 1024, "\u00e2\u00e1\u00f5\u00e0", 1024 + 48, 1024 + 64, 16),
            new Magic("f2fs", 1024, "\u0010\u0020\u00f5\u00f2", 1024 + 108, -1, 0),
            new Magic("nilfs2", 1024, "\2\0\0\0\0\0\u0034\u0034", 1024 + 152, 1024 + 168, 80),
            new Magic("cramfs", 0, "\u0045\u003d\u00cd\u0028", -1, 48, 16),
            new Magic("romfs", 0, "-rom1fs-", -1, 16, 16),
            new Magic("hpfs", 16 * 512, "\u0049\u00e8\u0095\u00f9"),
            new Magic("ReFS", 3, "ReFS\0\0\0\0"),
            new Magic("ocfs2", 4096, "OCFSV2"),
            new Magic("gfs2", 65536, "\1\u0016\u0019\u0070", -1, -1, 0),
            new Magic("VMFS_volume_member", 1 << 20, "\r\u00d0\1\u00c0"),
            new Magic("adfs", 0xdc0, "\0adfs"),
            new Magic("qnx4", 4, "QNX4FS"),
            new Magic("xenix", 1016, "\u002b\u0055\u0044\0"),
            new Magic("ubi", 0, "UBI#"),
            new Magic("ubifs", 0, "\u0031\u0018\u0010\u0006"));

    private SmallFileSystems() {}

    static @Nullable Content read(Region region) throws IOException {
        if (region.has(VMFS, "\u005e\u00f1\u00ab\u002f")) {
            return vmfs(region);
        }
        for (Magic magic : MAGICS) {
            if (region.has(magic.at(), magic.bytes())) {
                String uuid = magic.uuid() < 0 ? null : Text.uuid(region.little(magic.uuid(), 16), 0);
                String label = magic.label() < 0
                        ? null
                        : Text.utf8(region.little(magic.label(), magic.labelLength()), 0, magic.labelLength());
                return Content.fileSystem(magic.type(), label, uuid);
            }
        }
        return null;
    }

    private static Content vmfs(Region region) throws IOException {
        ByteBuffer raw = region.little(VMFS, 256);
        String uuid =
                "%08x-%08x-%04x-%s".formatted(raw.getInt(9), raw.getInt(13), raw.getShort(17), Text.hex(raw, 19, 6));
        return Content.fileSystem("VMFS", Text.utf8(raw, 29, 128), uuid);
    }
}
