package io.pureboot.protocol.partition;

import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What may be put in a disk's queue and taken out of it. Pure: who keeps the queue asks here. */
public final class PartitionQueue {
    private static final int MOST = 200;

    private PartitionQueue() {}

    /**
     * Operations mean the layout they were queued for.
     *
     * @param fingerprint of that layout, null when nothing was queued yet
     * @throws ProblemException TABLE_CHANGED when the disk has another one now
     */
    public static void requireSameLayout(
            DiskInfo disk, List<PartitionOperationInfo> pending, @Nullable String fingerprint) {
        if (!pending.isEmpty() && fingerprint != null && !fingerprint.equals(disk.fingerprint())) {
            throw new ProblemException(
                    ProblemType.TABLE_CHANGED,
                    "The layout of " + disk.device() + " has changed since operations were queued for it:"
                            + " delete those from the queue, look at the disk, and queue them anew.");
        }
    }

    /** What the pending operations would do. */
    public static PartitionPlan plan(DiskInfo disk, List<PartitionOperationInfo> pending) {
        return PartitionPlan.of(
                disk, pending.stream().map(PartitionOperationInfo::parsed).toList());
    }

    /**
     * Checks another operation against the layout that those before it leave.
     *
     * @throws ProblemException PLAN_REJECTED with the reason and what would be possible
     */
    public static PartitionOperation checked(
            DiskInfo disk, List<PartitionOperationInfo> pending, PartitionOperationCreate wish) {
        PartitionOperation operation = OperationParams.parse(wish.operation(), wish.params());
        if (pending.size() >= MOST) {
            throw new ProblemException(ProblemType.PLAN_REJECTED, "The queue is full: apply or delete some first.");
        }
        List<PartitionOperation> all = new ArrayList<>();
        pending.forEach(each -> all.add(each.parsed()));
        all.add(operation);
        for (Refusal refusal : PartitionPlan.of(disk, all).refusals()) {
            if (refusal.operation() == all.size() - 1) {
                throw new ProblemException(ProblemType.PLAN_REJECTED, refusal.text());
            }
        }
        return operation;
    }

    /**
     * The queue without one of its operations, numbered anew.
     *
     * @throws ProblemException NOT_FOUND; CONFLICT when it is not pending, or later ones need it
     */
    public static List<PartitionOperationInfo> without(
            DiskInfo disk, List<PartitionOperationInfo> operations, String id) {
        PartitionOperationInfo gone = operations.stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound("There is no operation " + id + " for this disk."));
        if (!gone.pending()) {
            throw new ProblemException(
                    ProblemType.CONFLICT, "The operation is " + gone.status() + ": only pending ones can be deleted.");
        }
        List<PartitionOperationInfo> rest = new ArrayList<>();
        List<PartitionOperationInfo> left = new ArrayList<>();
        for (PartitionOperationInfo each : operations) {
            if (!each.id().equals(id)) {
                rest.add(each.at(rest.size() + 1));
                if (each.pending()) {
                    left.add(each);
                }
            }
        }
        PartitionPlan before = plan(
                disk,
                operations.stream().filter(PartitionOperationInfo::pending).toList());
        for (Refusal refusal : plan(disk, left).refusals()) {
            PartitionOperationInfo needs = left.get(refusal.operation());
            if (before.feasible()) {
                throw new ProblemException(
                        ProblemType.CONFLICT,
                        "Operation " + needs.sequence() + " (" + needs.operation() + ") needs it: delete that first. "
                                + refusal.text());
            }
        }
        return rest;
    }
}
