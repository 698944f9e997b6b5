package io.pureboot.controller.session;

import io.pureboot.protocol.ByteSize;
import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.protocol.problem.FieldError;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import java.util.List;

/** Whether a disk can take another one whole. What does not fit never will: it is said as soon as both are known. */
final class FittingDisks {
    private FittingDisks() {}

    /** A 422 when the target is smaller or counts in other sectors. */
    static void check(DiskInfo from, DiskInfo to) {
        if (to.sizeBytes() < from.sizeBytes()) {
            throw new ProblemException(
                    ProblemType.TARGET_TOO_SMALL,
                    "The target disk " + to.device() + " has " + to.sizeBytes() + " bytes ("
                            + ByteSize.human(to.sizeBytes()) + "), the source " + from.sizeBytes() + " ("
                            + ByteSize.human(from.sizeBytes()) + "): choose one at least as large.",
                    List.of(new FieldError("target_device", "is smaller than the source")),
                    null);
        }
        if (to.logicalSectorSize() != from.logicalSectorSize()) {
            throw new ProblemException(
                    ProblemType.PLAN_REJECTED,
                    "The source has sectors of " + from.logicalSectorSize() + " bytes, the target of "
                            + to.logicalSectorSize() + ": a partition table of one cannot be read on the other.",
                    List.of(new FieldError("target_device", "has another sector size than the source")),
                    null);
        }
    }
}
