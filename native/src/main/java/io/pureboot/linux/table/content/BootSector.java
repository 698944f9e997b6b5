package io.pureboot.linux.table.content;

import io.pureboot.linux.table.bytes.Notes;
import io.pureboot.linux.table.bytes.Region;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Contents told by the name in their boot sector: NTFS, exFAT, BitLocker. */
final class BootSector {
    private BootSector() {}

    static @Nullable Content bitlocker(Region region) throws IOException {
        return region.has(3, "-FVE-FS-") || region.has(3, "MSWIN4.1") && region.has(424, "\u003b\u00d6\u0067\u0049")
                ? Content.of("BitLocker", Content.Nature.OPAQUE, null, null)
                : null;
    }

    static @Nullable Content ntfs(Region region, Notes notes) throws IOException {
        if (!region.has(3, "NTFS    ") || region.length() < 512) {
            return null;
        }
        ByteBuffer raw = region.little(0, 512);
        String serial = "%016X".formatted(raw.getLong(72));
        return Content.fileSystem("ntfs", notes.detail(() -> NtfsLabel.read(region, raw)), serial);
    }

    static @Nullable Content exfat(Region region, Notes notes) throws IOException {
        if (!region.has(3, "EXFAT   ") || region.length() < 512) {
            return null;
        }
        ByteBuffer raw = region.little(0, 512);
        int serial = raw.getInt(100);
        String uuid = "%04X-%04X".formatted(serial >>> 16, serial & 0xffff);
        return Content.fileSystem("exfat", notes.detail(() -> ExfatLabel.read(region, raw)), uuid);
    }
}
