package io.pureboot.protocol.partition;

import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a list of operations would do to a disk. Made by {@link #of}, which looks at nothing but its arguments.
 *
 * @param before the disk as scanned
 * @param projections the layout after each operation; a refused one changes nothing
 * @param after the layout in the end
 * @param steps in the order they have to be done
 * @param refusals empty when all of it can be done
 */
public record PartitionPlan(
        DiskInfo before, List<DiskInfo> projections, DiskInfo after, List<PlanStep> steps, List<Refusal> refusals) {
    public PartitionPlan {
        projections = List.copyOf(projections);
        steps = List.copyOf(steps);
        refusals = List.copyOf(refusals);
    }

    /** @param operations in the order they are to be done, each on the layout the ones before leave */
    public static PartitionPlan of(DiskInfo disk, List<PartitionOperation> operations) {
        Planner planner = new Planner(Layout.of(disk));
        List<DiskInfo> projections = new ArrayList<>();
        for (int i = 0; i < operations.size(); i++) {
            planner.plan(i, operations.get(i));
            projections.add(planner.layout().toDisk());
        }
        return new PartitionPlan(
                disk,
                projections,
                projections.isEmpty() ? disk : projections.getLast(),
                planner.steps(),
                planner.refusals());
    }

    public boolean feasible() {
        return refusals.isEmpty();
    }

    /** @throws ProblemException PLAN_REJECTED with every refusal */
    public PartitionPlan orThrow() {
        if (!feasible()) {
            throw new ProblemException(
                    ProblemType.PLAN_REJECTED,
                    refusals.stream().map(Refusal::text).collect(Collectors.joining(" ")));
        }
        return this;
    }
}
