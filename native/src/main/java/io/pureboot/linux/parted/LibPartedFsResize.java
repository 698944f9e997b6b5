package io.pureboot.linux.parted;

import jnr.ffi.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * What libparted-fs-resize offers; it knows FAT (and HFS) only. Public only because jnr-ffi's class loader asks for it:
 * use {@link FatResize}.
 */
public interface LibPartedFsResize {
    @Nullable
    Pointer ped_file_system_open(Pointer geometry);

    int ped_file_system_close(Pointer fileSystem);

    int ped_file_system_resize(Pointer fileSystem, Pointer geometry, @Nullable Pointer timer);

    @Nullable
    Pointer ped_file_system_get_resize_constraint(Pointer fileSystem);
}
