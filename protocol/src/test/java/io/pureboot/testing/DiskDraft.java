package io.pureboot.testing;

import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.protocol.disk.PartitionInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A disk put together for a report, partition by partition. Sizes in MiB. */
public final class DiskDraft {
    public static final long MIB = 1L << 20;

    private final String device;
    private final long sizeBytes;
    private final List<PartitionInfo> partitions = new ArrayList<>();
    private final List<String> inUse = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private String table = "gpt";
    private @Nullable String model = "Samsung SSD 980 PRO 1TB";
    private @Nullable String serial;
    private @Nullable String transport = "nvme";
    private @Nullable String growExcuse;
    private boolean readOnly;
    private int sectorSize = 512;
    private Instant scannedAt = Instant.now();

    public DiskDraft(String device, long sizeMib, @Nullable String serial) {
        this.device = device;
        this.sizeBytes = sizeMib * MIB;
        this.serial = serial;
    }

    public DiskDraft hardware(@Nullable String newModel, @Nullable String newTransport) {
        model = newModel;
        transport = newTransport;
        return this;
    }

    public DiskDraft table(String kind) {
        table = kind;
        return this;
    }

    public DiskDraft sectors(int bytes) {
        sectorSize = bytes;
        return this;
    }

    public DiskDraft readOnly() {
        readOnly = true;
        return this;
    }

    public DiskDraft inUse(String reason) {
        inUse.add(reason);
        return this;
    }

    public DiskDraft warning(String text) {
        warnings.add(text);
        return this;
    }

    /** Of the partitions that follow. */
    public DiskDraft growExcuse(String text) {
        growExcuse = text;
        return this;
    }

    public DiskDraft scanned(Instant at) {
        scannedAt = at;
        return this;
    }

    /** {@code usedMib} below zero: unknown. */
    public DiskDraft partition(
            int number,
            String type,
            @Nullable String filesystem,
            @Nullable String label,
            long startMib,
            long sizeMib,
            long usedMib) {
        boolean known = usedMib >= 0;
        boolean shrinks = known && filesystem != null && !filesystem.equals("xfs") && !filesystem.equals("swap");
        partitions.add(new PartitionInfo(
                number,
                device + (device.matches(".*\\d") ? "p" : "") + number,
                startMib * MIB,
                (startMib + sizeMib) * MIB,
                0,
                "",
                type,
                type.equals("efi") ? "c12a7328-f81f-11d2-ba4b-00a0c93ec93b" : "0fc63daf-8483-4772-8e79-3d69d8477de4",
                "5f6a9d20-0000-4000-8000-00000000000" + number,
                label,
                filesystem,
                known ? "b2c1e0aa-1111-4222-8333-00000000000" + number : null,
                label,
                type.equals("efi") ? List.of("boot", "esp") : List.of(),
                known ? usedMib * MIB : null,
                null,
                shrinks,
                shrinks
                        ? null
                        : "xfs".equals(filesystem) ? "XFS cannot be made smaller." : "Nothing is known about it.",
                growExcuse,
                shrinks ? usedMib * MIB + 64 * MIB : null,
                null,
                List.of(),
                List.of()));
        return this;
    }

    public DiskInfo disk() {
        return new DiskInfo(
                device,
                sizeBytes,
                "",
                model,
                serial,
                null,
                table,
                partitions,
                scannedAt,
                sectorSize,
                4096,
                readOnly,
                false,
                transport,
                inUse,
                "fp-" + device + "-" + partitions.size() + "-" + serial,
                warnings);
    }
}
