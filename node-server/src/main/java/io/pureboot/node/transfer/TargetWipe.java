package io.pureboot.node.transfer;

import io.pureboot.linux.block.BlockDevice;
import io.pureboot.linux.block.Extent;
import java.io.IOException;
import java.util.List;

/** Clears what the clone will not write: discarded where the device can, zero where an old signature could be. */
final class TargetWipe {
    /** Between two pieces a cancel is seen. */
    private static final long PIECE = 1L << 30;

    private final BlockDevice device;
    private final Cancellation cancellation;

    TargetWipe(BlockDevice device, Cancellation cancellation) {
        this.device = device;
        this.cancellation = cancellation;
    }

    /**
     * @param unused runs whose content nobody needs any more
     * @param signatures places within them that must read as zeros afterwards
     */
    void wipe(List<Extent> unused, List<Extent> signatures) throws IOException {
        discard(unused);
        for (Extent place : signatures) {
            cancellation.check();
            device.zero(place);
        }
    }

    private void discard(List<Extent> extents) throws IOException {
        for (Extent extent : extents) {
            long sector = device.logicalSectorSize();
            long end = extent.end() / sector * sector;
            long start = Math.ceilDiv(extent.start(), sector) * sector;
            for (long at = start; at < end; at += PIECE) {
                cancellation.check();
                if (!device.discard(new Extent(at, Math.min(PIECE, end - at)))) {
                    return;
                }
            }
        }
    }
}
