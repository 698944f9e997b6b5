package io.pureboot.protocol.disk;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which physical disk is meant: size in bytes, model, serial number, world wide name. */
public record DiskIdentity(
        long sizeBytes,
        @Nullable String model,
        @Nullable String serial,
        @Nullable String wwn) {
    /**
     * True when this can only be the very same physical disk, by whatever name and way it is reached: the same world
     * wide name; or, where one of the two does not show a world wide name, the same serial number, model and size. Names
     * and serial numbers count as far as they look like one that was given only once. Two disks without names are two
     * disks, and so are two of one model with different serial numbers, whatever their names.
     */
    public boolean sameDisk(DiskIdentity other) {
        return PhysicalDisk.of(this).is(PhysicalDisk.of(other));
    }

    /**
     * True when a disk of the same model may well show the same: there is neither a world wide name nor a serial number, or
     * one that emulators and makers give to many.
     */
    public boolean nameless() {
        return PhysicalDisk.of(this).nameless();
    }

    /** True when all parts are the same; a disk that shows no serial now is not taken for one that did. */
    public boolean matches(DiskIdentity other) {
        return sizeBytes == other.sizeBytes
                && Objects.equals(serial, other.serial)
                && Objects.equals(wwn, other.wwn)
                && Objects.equals(model, other.model);
    }
}
