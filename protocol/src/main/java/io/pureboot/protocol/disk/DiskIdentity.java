package io.pureboot.protocol.disk;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which physical disk is meant: size in bytes, model, serial number, world wide name. */
public record DiskIdentity(
        long sizeBytes,
        @Nullable String model,
        @Nullable String serial,
        @Nullable String wwn) {
    /** True when every part known on both sides is equal and the size is the same. */
    public boolean matches(DiskIdentity other) {
        return sizeBytes == other.sizeBytes
                && agree(serial, other.serial)
                && agree(wwn, other.wwn)
                && agree(model, other.model);
    }

    private static boolean agree(@Nullable String mine, @Nullable String theirs) {
        return Objects.equals(mine, theirs);
    }
}
