package io.pureboot.linux.parted;

import io.pureboot.linux.block.Extent;
import java.io.IOException;
import jnr.ffi.Pointer;

/**
 * A constraint that allows one place only. With libparted's "any" an impossible request succeeds somewhere else, even
 * with one sector, or silently does nothing.
 */
final class ExactRange implements AutoCloseable {
    private final LibParted library;
    private final long start;
    private final long sectors;
    private final Pointer geometry;
    private final Pointer constraint;

    ExactRange(PartedDevice device, Extent extent) throws IOException {
        int sectorSize = device.sectorSize();
        if (extent.length() == 0 || extent.start() % sectorSize != 0 || extent.length() % sectorSize != 0) {
            throw new IOException(device.path() + ": a partition from " + extent.start() + " to " + extent.end()
                    + " does not consist of whole sectors of " + sectorSize + " bytes");
        }
        if (extent.end() > device.sectors() * sectorSize) {
            throw new IOException(device.path() + ": a partition from " + extent.start() + " to " + extent.end()
                    + " passes the end of the disk, " + device.sectors() * sectorSize);
        }
        this.library = device.library();
        this.start = extent.start() / sectorSize;
        this.sectors = extent.length() / sectorSize;
        this.geometry = device.parted()
                .require(
                        library.ped_geometry_new(device.pointer(), start, sectors),
                        "no such place on " + device.path());
        this.constraint = device.parted().require(library.ped_constraint_exact(geometry), "no exact constraint");
    }

    long first() {
        return start;
    }

    /** Inclusive, as libparted counts. */
    long last() {
        return start + sectors - 1;
    }

    Pointer constraint() {
        return constraint;
    }

    @Override
    public void close() {
        library.ped_constraint_destroy(constraint);
        library.ped_geometry_destroy(geometry);
    }
}
