package io.pureboot.node.partition;

import io.pureboot.linux.block.Extent;
import io.pureboot.protocol.partition.PartitionJob;
import io.pureboot.protocol.partition.PlanStep;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A job's state as the API shows it. */
final class JobView {
    private static final Set<String> ENDED_BADLY = Set.of(JobState.FAILED, JobState.RESTORED, JobState.ABANDONED);

    private JobView() {}

    static PartitionJob of(JobState state, boolean running) {
        List<PlanStep> steps = state.header().steps();
        PlanStep now = state.next() < steps.size() ? steps.get(state.next()) : null;
        PlanStep.CopyData copy = now instanceof PlanStep.CopyData data ? data : null;
        return new PartitionJob(
                state.header().id(),
                state.header().device(),
                word(state, running),
                state.next(),
                steps.size(),
                running && now != null ? StepText.of(now) : null,
                copy == null ? 0 : state.moved(),
                copy == null ? 0 : copy.length(),
                null,
                null,
                state.error(),
                state.over() ? "It is over." : undoExcuse(state),
                operations(state, running),
                state.header().startedAt());
    }

    private static String word(JobState state, boolean running) {
        if (running) {
            return state.undoing() ? "undoing" : "running";
        }
        return switch (state.ending()) {
            case JobState.FINISHED -> "completed";
            case JobState.ALL_UNDONE -> "undone";
            case JobState.FAILED -> "failed";
            case JobState.CANCELLED -> "cancelled";
            case JobState.RESTORED -> PartitionJob.RESTORED;
            case JobState.ABANDONED -> PartitionJob.ABANDONED;
            default -> "interrupted";
        };
    }

    private static List<PartitionJob.Operation> operations(JobState state, boolean running) {
        List<PlanStep> steps = state.header().steps();
        List<PartitionJob.Operation> operations = new ArrayList<>();
        for (int i = 0; i < state.header().operations().size(); i++) {
            JobOperation operation = state.header().operations().get(i);
            int index = i;
            long left = 0;
            long begun = 0;
            for (int s = 0; s < steps.size(); s++) {
                if (steps.get(s).operation() == index) {
                    left += s >= state.next() ? 1 : 0;
                    begun += s < state.next() || (s == state.next() && state.open()) ? 1 : 0;
                }
            }
            boolean failedHere = begun > 0 && left > 0 && ENDED_BADLY.contains(state.ending());
            boolean allDone = left == 0 && (begun > 0 || state.ending().equals(JobState.FINISHED));
            String status = allDone ? "completed" : failedHere ? "failed" : begun > 0 ? "running" : "pending";
            if (status.equals("running") && !running) {
                status = "pending";
            }
            operations.add(new PartitionJob.Operation(
                    operation.id(),
                    operation.operation(),
                    status,
                    failedHere ? state.error() : null,
                    operation.params()));
        }
        return operations;
    }

    /** Where a step writes contents, outside of what its partition had. */
    private static @Nullable Extent written(PlanStep step) {
        return switch (step) {
            case PlanStep.MakeFileSystem make -> new Extent(make.start(), make.size());
            case PlanStep.CopyData copy -> new Extent(copy.to(), copy.length());
            case PlanStep.Grow grow -> new Extent(grow.start(), Math.max(grow.oldSize(), grow.newSize()));
            default -> null;
        };
    }

    /** Why what was done cannot be undone, or null. */
    static @Nullable String undoExcuse(JobState state) {
        List<PlanStep> steps = state.header().steps();
        Integer found = state.header().foundAt();
        if (found != null
                && steps.subList(0, Math.min(found + 1, steps.size())).stream().anyMatch(TableWork::changesTable)) {
            return "This machine lost its power, and with it the backups of the table.";
        }
        Set<Long> made = new HashSet<>();
        List<Extent> removed = new ArrayList<>();
        boolean newTable = false;
        int reached = Math.min(steps.size(), state.next() + (state.open() ? 1 : 0));
        for (PlanStep step : steps.subList(0, reached)) {
            Extent written = written(step);
            if (written != null && (newTable || removed.stream().anyMatch(written::overlaps))) {
                return newTable
                        ? "The disk got a new table and was written to: what it held before is gone."
                        : "The space of a deleted partition was written to: what it held is gone.";
            }
            switch (step) {
                case PlanStep.NewTable ignored -> newTable = true;
                case PlanStep.RemoveEntry remove ->
                    removed.add(new Extent(remove.start(), remove.end() - remove.start()));
                case PlanStep.AddEntry add -> made.add(add.start());
                case PlanStep.SetBounds bounds -> {
                    if (made.remove(bounds.start())) {
                        made.add(bounds.newStart());
                    }
                }
                case PlanStep.MakeFileSystem make -> {
                    if (!made.contains(make.start())) {
                        return "A partition was formatted: what it held is gone.";
                    }
                }
                case PlanStep.Grow grow -> {
                    if (grow.filesystem().equals("xfs")) {
                        return "An XFS file system has grown and cannot be made smaller again.";
                    }
                    if (grow.mountpoint() != null) {
                        return "A mounted file system has grown; it is not made smaller while it is mounted.";
                    }
                }
                default -> {}
            }
        }
        return null;
    }
}
