package io.pureboot.linux.parted;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jnr.ffi.LibraryLoader;
import org.jspecify.annotations.Nullable;

/**
 * Resizes FAT16 and FAT32 through libparted-fs-resize. The partition device must be unmounted and as large as the
 * larger of the two sizes. Afterwards run {@code fsck.vfat -a}: the label in the boot sector is lost (that in the root
 * directory stays). Not possible with 4096-byte sectors, nor where FAT16 would have to become FAT32 or the reverse.
 */
public final class FatResize {
    private static @Nullable LibPartedFsResize loaded;

    private FatResize() {}

    /** The smallest size in bytes the file system can have with its files. */
    public static long minimumSize(Path partition) throws IOException {
        try (PartedDevice device = PartedDevice.open(partition);
                OpenFat fat = new OpenFat(device, library())) {
            return fat.minimumSectors() * device.sectorSize();
        }
    }

    /**
     * Makes the file system {@code newSize} bytes long.
     *
     * @throws PartedException when it is smaller than {@link #minimumSize}, larger than the partition, in use, or
     *     would have to change its FAT type
     */
    public static void resize(Path partition, long newSize) throws IOException {
        try (PartedDevice device = PartedDevice.open(partition)) {
            if (newSize <= 0 || newSize % device.sectorSize() != 0) {
                throw new IOException(partition + ": " + newSize + " bytes are no whole sectors of "
                        + device.sectorSize() + " bytes");
            }
            if (newSize > device.sectors() * device.sectorSize()) {
                throw new IOException(partition + " has no room for a file system of " + newSize + " bytes");
            }
            if (device.library().ped_device_is_busy(device.pointer()) != 0) {
                throw new PartedException(partition + " is in use", List.of("unmount it first."));
            }
            try (OpenFat fat = new OpenFat(device, library())) {
                fat.resize(newSize / device.sectorSize());
            }
        }
    }

    /** Called while the thread holds the library. */
    private static LibPartedFsResize library() throws PartedException {
        try {
            LibPartedFsResize library = loaded == null
                    ? LibraryLoader.create(LibPartedFsResize.class).load("libparted-fs-resize.so.0")
                    : loaded;
            loaded = library;
            return library;
        } catch (UnsatisfiedLinkError e) {
            throw new PartedException(
                    "libparted-fs-resize.so.0 is not installed (package libparted-fs-resize0)", List.of("" + e));
        }
    }
}
