package io.pureboot.controller.session;

import io.pureboot.controller.store.SessionRow;
import io.pureboot.protocol.disk.DiskIdentity;
import io.pureboot.protocol.problem.FieldError;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import java.util.List;

/** Two nodes may reach one disk, on shared storage: cloned onto itself it would be lost. */
final class DistinctDisks {
    private DistinctDisks() {}

    /** A 409 that names the disk when both sides are bound to the same one. */
    static void check(SessionRow row) {
        DiskIdentity from = row.source().identity();
        DiskIdentity to = row.target().identity();
        if (from != null && to != null && from.sameDisk(to)) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "Source and target are the same disk, reached by two nodes: "
                            + row.source().device() + " and " + row.target().device() + " are both " + text(from, to)
                            + ". Choose another target.",
                    List.of(new FieldError("target_device", "is the source disk itself")),
                    null);
        }
    }

    private static String text(DiskIdentity from, DiskIdentity to) {
        boolean named = from.wwn() != null && to.wwn() != null && from.wwn().equalsIgnoreCase(to.wwn());
        return from.model() + (named ? " with WWN " + from.wwn() : " with serial number " + from.serial());
    }
}
