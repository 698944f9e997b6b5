package io.pureboot.protocol.disk;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which physical disk is meant: size in bytes, model, serial number, world wide name. */
public record DiskIdentity(
        long sizeBytes,
        @Nullable String model,
        @Nullable String serial,
        @Nullable String wwn) {
    /** True when all parts are the same; a disk that shows no serial now is not taken for one that did. */
    public boolean matches(DiskIdentity other) {
        return sizeBytes == other.sizeBytes
                && Objects.equals(serial, other.serial)
                && Objects.equals(wwn, other.wwn)
                && Objects.equals(model, other.model);
    }
}
