package io.pureboot.linux.parted;

import jnr.ffi.Pointer;

/** A file system opened by libparted-fs-resize, over the whole of a device. */
final class OpenFat implements AutoCloseable {
    private final PartedDevice device;
    private final LibPartedFsResize library;
    private final Pointer geometry;
    private final Pointer fileSystem;

    OpenFat(PartedDevice device, LibPartedFsResize library) throws PartedException {
        this.device = device;
        this.library = library;
        Parted parted = device.parted();
        LibParted base = device.library();
        parted.require(base.ped_device_open(device.pointer()), "cannot open " + device.path());
        geometry = parted.require(base.ped_geometry_new(device.pointer(), 0, device.sectors()), "no geometry");
        Pointer opened = library.ped_file_system_open(geometry);
        if (opened == null) {
            base.ped_geometry_destroy(geometry);
            base.ped_device_close(device.pointer());
            throw parted.failure("cannot open the file system on " + device.path() + " to resize it");
        }
        fileSystem = opened;
    }

    long minimumSectors() throws PartedException {
        Pointer constraint = device.parted()
                .require(
                        library.ped_file_system_get_resize_constraint(fileSystem),
                        "cannot tell the smallest size of the file system on " + device.path());
        try {
            return constraint.getLong(Layout.CONSTRAINT_MIN_SECTORS);
        } finally {
            device.library().ped_constraint_destroy(constraint);
        }
    }

    void resize(long sectors) throws PartedException {
        Parted parted = device.parted();
        parted.forget();
        Pointer target = parted.require(device.library().ped_geometry_new(device.pointer(), 0, sectors), "no geometry");
        try {
            int done = library.ped_file_system_resize(fileSystem, target, null);
            parted.require(done, "cannot resize the file system on " + device.path());
        } finally {
            device.library().ped_geometry_destroy(target);
        }
    }

    @Override
    public void close() throws PartedException {
        int closed = library.ped_file_system_close(fileSystem);
        device.library().ped_geometry_destroy(geometry);
        int released = device.library().ped_device_close(device.pointer());
        device.parted().require(closed & released, "cannot finish writing to " + device.path());
    }
}
