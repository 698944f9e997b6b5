package io.pureboot.linux.table.content;

import io.pureboot.linux.table.bytes.Region;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** File formats that hold a disk image; the disk's own bytes lie elsewhere in them. */
final class ContainerFormats {
    private record Magic(String type, String bytes) {}

    private static final List<Magic> AT_START = List.of(
            new Magic("ewf", "EVF\t\r\n\u00ff\0"),
            new Magic("ewf2", "EVF2\r\n\u0081\0"),
            new Magic("qcow", "QFI\u00fb"),
            new Magic("vmdk", "KDMV"),
            new Magic("vmdk", "COWD"),
            new Magic("vmdk", "# Disk DescriptorFile"),
            new Magic("vhdx", "vhdxfile"),
            new Magic("vhd", "conectix"),
            new Magic("dmg", "sprs"),
            new Magic("aff", "AFF10\r\n\0"),
            new Magic("android sparse", "\u003a\u00ff\u0026\u00ed\1\0"));

    private ContainerFormats() {}

    static @Nullable Content read(Region region) throws IOException {
        for (Magic magic : AT_START) {
            if (region.has(0, magic.bytes())) {
                return container(magic.type());
            }
        }
        if (region.has(64, "\u007f\u0010\u00da\u00be")) {
            return container("vdi");
        }
        return region.has(region.length() - 512, "koly\0\0\0\4") ? container("dmg") : null;
    }

    private static Content container(String type) {
        return Content.of(type, Content.Nature.CONTAINER, null, null);
    }
}
