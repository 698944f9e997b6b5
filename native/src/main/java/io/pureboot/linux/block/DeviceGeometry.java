package io.pureboot.linux.block;

import io.pureboot.linux.libc.Ioctl;
import io.pureboot.linux.libc.LibC;
import io.pureboot.linux.libc.NativeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;

/** Sizes of an open block device or raw image file, in bytes. */
record DeviceGeometry(boolean blockDevice, long size, int logicalSectorSize, int physicalSectorSize) {
    static DeviceGeometry of(NativeFile file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file.procPath(), BasicFileAttributes.class);
        if (attributes.isRegularFile()) {
            return new DeviceGeometry(false, attributes.size(), 512, 4096);
        }
        if (attributes.isDirectory()) {
            throw new IOException(file.path() + " is a directory, not a disk");
        }
        return new DeviceGeometry(
                true,
                LibC.ioctlLong(file.fd(), Ioctl.BLKGETSIZE64),
                LibC.ioctlInt(file.fd(), Ioctl.BLKSSZGET),
                LibC.ioctlInt(file.fd(), Ioctl.BLKPBSZGET));
    }
}
