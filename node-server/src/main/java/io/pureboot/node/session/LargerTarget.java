package io.pureboot.node.session;

import io.pureboot.linux.block.BlockDevice;
import io.pureboot.linux.partition.GptRelocation;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import java.io.IOException;

/** What a disk needs that has more room than the one it was copied from. */
final class LargerTarget {
    private LargerTarget() {}

    /** Moves a GPT's backup to the real end; a second look, at headers and entries, has to find nothing left to do. */
    static void finish(BlockDevice device) {
        try {
            GptRelocation.relocate(device);
            if (!GptRelocation.relocate(device).isEmpty()) {
                throw new IOException("it does not stay there");
            }
        } catch (IOException e) {
            throw new ProblemException(
                    ProblemType.DEVICE_IO,
                    "The copy is complete, but its partition table's backup could not be moved to the end of "
                            + device.name() + ": " + e.getMessage(),
                    e);
        }
    }
}
