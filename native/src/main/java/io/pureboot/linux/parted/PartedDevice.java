package io.pureboot.linux.parted;

import java.nio.file.Path;
import jnr.ffi.Pointer;

/** A device opened by libparted, the library held by this thread until it is closed. */
final class PartedDevice implements AutoCloseable {
    private final Path path;
    private final Parted parted;
    private final Pointer device;
    private boolean closed;

    private PartedDevice(Path path, Parted parted, Pointer device) {
        this.path = path;
        this.parted = parted;
        this.device = device;
    }

    static PartedDevice open(Path path) throws PartedException {
        Parted parted = Parted.acquire();
        try {
            Pointer device = parted.require(parted.library().ped_device_get(path.toString()), "cannot open " + path);
            return new PartedDevice(path, parted, device);
        } catch (PartedException | RuntimeException e) {
            parted.release();
            throw e;
        }
    }

    Path path() {
        return path;
    }

    Parted parted() {
        return parted;
    }

    LibParted library() {
        return parted.library();
    }

    Pointer pointer() {
        return device;
    }

    int sectorSize() {
        return Math.toIntExact(device.getLong(Layout.DEVICE_SECTOR_SIZE));
    }

    int physicalSectorSize() {
        return Math.toIntExact(device.getLong(Layout.DEVICE_PHYSICAL_SECTOR_SIZE));
    }

    long sectors() {
        return device.getLong(Layout.DEVICE_SECTORS);
    }

    /** Destroyed, not only closed: libparted would remember the size of a disk that may grow. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            try {
                library().ped_device_destroy(device);
            } finally {
                parted.release();
            }
        }
    }
}
