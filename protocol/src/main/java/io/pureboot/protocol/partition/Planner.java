package io.pureboot.protocol.partition;

import io.pureboot.protocol.disk.DiskInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Plans operation after operation on a layout. A refused one leaves layout and steps as they were. */
final class Planner {
    private final List<PlanStep> steps = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();
    private Layout layout;

    Planner(Layout layout) {
        this.layout = layout;
    }

    Layout layout() {
        return layout;
    }

    List<PlanStep> steps() {
        return steps;
    }

    List<Refusal> refusals() {
        return refusals;
    }

    void plan(int operationIndex, PartitionOperation operation) {
        try {
            refuseUnwritable();
            Draft draft = draft(operationIndex, operation);
            layout = draft.layout;
            steps.addAll(draft.steps);
        } catch (Refused e) {
            refusals.add(e.of(operationIndex));
        }
    }

    private Draft draft(int index, PartitionOperation operation) throws Refused {
        return switch (operation) {
            case PartitionOperation.Resize resize -> Resizing.of(layout, index, resize);
            case PartitionOperation.Create create -> Creation.of(layout, index, create);
            case PartitionOperation.Delete delete -> EntryChange.of(layout, index, delete);
            case PartitionOperation.Format format -> Formatting.of(layout, index, format);
            case PartitionOperation.Move move -> Moving.of(layout, index, move);
            case PartitionOperation.SetFlag flag -> EntryChange.of(layout, index, flag);
        };
    }

    private void refuseUnwritable() throws Refused {
        if (layout.disk().readOnly()) {
            throw new Refused(layout.disk().device() + " is read-only.", "Take off its write protection.");
        }
        Optional<String> broken = layout.disk().warnings().stream()
                .filter(warning -> warning.startsWith(DiskInfo.BROKEN_CHAIN))
                .findFirst();
        if (broken.isPresent()) {
            throw new Refused(
                    broken.get(),
                    "Repair the table with another tool first, such as TestDisk: partitions are missing in it.");
        }
    }
}
