package io.pureboot.linux.sysfs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;

/** How much was written to a disk or any of its partitions, by whomever, as the kernel counts it. */
public final class DiskWrites {
    private static final int WRITTEN = 6;
    private static final int DISCARDED = 13;
    private static final int SECTOR = 512;

    private final Attributes disk;

    private DiskWrites(Attributes disk) {
        this.disk = disk;
    }

    /**
     * @param device {@code sda} or {@code /dev/sda}
     * @throws IOException when what it links to cannot be found out
     */
    public static DiskWrites of(Path sysRoot, Path devRoot, String device) throws IOException {
        return new DiskWrites(
                new Attributes(sysRoot.resolve("block").resolve(DeviceNames.kernelName(devRoot, device))));
    }

    public static DiskWrites onThisMachine(String device) throws IOException {
        return of(Path.of("/sys"), Path.of("/dev"), device);
    }

    /** Bytes written and discarded since the disk appeared; empty when the kernel does not count. */
    public OptionalLong bytes() {
        String text = disk.text("stat");
        String[] fields = text == null ? new String[0] : text.split(" ");
        if (fields.length <= WRITTEN) {
            return OptionalLong.empty();
        }
        long discarded = fields.length > DISCARDED ? Long.parseLong(fields[DISCARDED]) : 0;
        return OptionalLong.of((Long.parseLong(fields[WRITTEN]) + discarded) * SECTOR);
    }
}
