package io.pureboot.controller.testing;

import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.protocol.disk.PartitionInfo;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Disks for reports. */
public final class TestDisks {
    private TestDisks() {}

    public static DiskInfo disk(String device, long size, String serial) {
        return disk(device, size, serial, false, List.of());
    }

    public static DiskInfo disk(String device, long size, @Nullable String serial, @Nullable String wwn) {
        return disk(device, size, serial, wwn, false, List.of());
    }

    public static DiskInfo disk(String device, long size, String serial, boolean readOnly, List<String> inUse) {
        return disk(device, size, serial, null, readOnly, inUse);
    }

    private static DiskInfo disk(
            String device,
            long size,
            @Nullable String serial,
            @Nullable String wwn,
            boolean readOnly,
            List<String> inUse) {
        return new DiskInfo(
                device,
                size,
                "",
                "TEST DISK",
                serial,
                wwn,
                "gpt",
                List.of(partition(device, size)),
                Instant.parse("2026-01-02T03:04:05Z"),
                512,
                512,
                readOnly,
                false,
                "virtio",
                inUse,
                "fingerprint of " + serial,
                List.of());
    }

    private static PartitionInfo partition(String device, long size) {
        return new PartitionInfo(
                1,
                device + "1",
                1 << 20,
                size - (1 << 20),
                0,
                "",
                "linux",
                "0fc63daf-8483-4772-8e79-3d69d8477de4",
                null,
                null,
                "ext4",
                null,
                "root",
                List.of("boot"),
                size / 4,
                null,
                true,
                null,
                null,
                size / 3,
                null,
                List.of(),
                List.of());
    }
}
