package io.pureboot.linux.table.content;

import io.pureboot.linux.table.bytes.Region;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Minix, whose magic is two bytes: its sizes must fit too. */
final class MinixFileSystem {
    private MinixFileSystem() {}

    static @Nullable Content read(Region region) throws IOException {
        if (region.length() < 2048) {
            return null;
        }
        ByteBuffer raw = region.little(1024, 32);
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            raw.order(order);
            String version = version(raw);
            if (version != null) {
                return fits(region, raw, version)
                        ? Content.fileSystem("minix", null, null).version(version)
                        : null;
            }
        }
        return null;
    }

    private static @Nullable String version(ByteBuffer raw) {
        return switch (raw.getShort(16)) {
            case 0x137f, 0x138f -> "1";
            case 0x2468, 0x2478 -> "2";
            default -> raw.getShort(24) == 0x4d5a ? "3" : null;
        };
    }

    private static boolean fits(Region region, ByteBuffer raw, String version) {
        if (version.equals("3")) {
            int blockSize = Short.toUnsignedInt(raw.getShort(28));
            long zones = Integer.toUnsignedLong(raw.getInt(20));
            return raw.getInt(0) > 0 && blockSize >= 1024 && zones * blockSize <= 2 * region.length();
        }
        long zones =
                version.equals("1") ? Short.toUnsignedLong(raw.getShort(2)) : Integer.toUnsignedLong(raw.getInt(20));
        int inodeBlocks = Short.toUnsignedInt(raw.getShort(4));
        int firstData = Short.toUnsignedInt(raw.getShort(8));
        return raw.getShort(0) != 0 && inodeBlocks > 0 && firstData > 2 && zones > firstData && raw.getShort(10) <= 4;
    }
}
