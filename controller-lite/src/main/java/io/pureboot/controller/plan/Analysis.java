package io.pureboot.controller.plan;

import io.pureboot.protocol.ByteSize;
import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.protocol.disk.PartitionInfo;
import java.util.List;

/**
 * A source and a target disk compared.
 *
 * @param sizeDifferenceBytes target minus source
 * @param usedEndBytes first byte behind the last partition of the source: what the target must hold at least
 * @param resizeNeeded whether the source does not fit as it is
 */
public record Analysis(
        DiskInfo sourceDisk,
        DiskInfo targetDisk,
        long sizeDifferenceBytes,
        long usedEndBytes,
        boolean resizeNeeded,
        ResizePlan suggestedPlan) {

    /** Pure; says what this version would do, and where it cannot, why. */
    public static Analysis of(DiskInfo source, DiskInfo target) {
        long difference = target.sizeBytes() - source.sizeBytes();
        long usedEnd = source.partitions().stream()
                .mapToLong(PartitionInfo::endBytes)
                .max()
                .orElse(source.sizeBytes());
        boolean fits = difference >= 0;
        boolean sameSectors = source.logicalSectorSize() == target.logicalSectorSize();
        String error = null;
        if (!fits) {
            error = "The target has " + ByteSize.human(-difference) + " less than the source."
                    + " This version copies whole disks only: choose a target at least as large.";
        } else if (!sameSectors) {
            error = "The source has sectors of " + source.logicalSectorSize() + " bytes, the target of "
                    + target.logicalSectorSize() + ": a partition table of one cannot be read on the other.";
        }
        List<ResizePlan.Part> parts = source.partitions().stream()
                .map(part -> new ResizePlan.Part(
                        part.number(),
                        part.sizeBytes(),
                        part.sizeBytes(),
                        part.filesystem(),
                        "keep",
                        part.minSizeBytes(),
                        part.canShrink()))
                .toList();
        ResizePlan plan = new ResizePlan(source.sizeBytes(), target.sizeBytes(), "none", parts, error == null, error);
        return new Analysis(source, target, difference, usedEnd, !fits, plan);
    }
}
