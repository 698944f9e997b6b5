package io.pureboot.node.partition;

import io.pureboot.protocol.ByteSize;
import io.pureboot.protocol.partition.PlanStep;

/** What a step does, in words for a person. */
final class StepText {
    private StepText() {}

    static String of(PlanStep step) {
        return switch (step) {
            case PlanStep.NewTable fresh -> "writing a new " + fresh.table() + " table";
            case PlanStep.AddEntry add -> "adding a partition of " + ByteSize.human(add.end() - add.start());
            case PlanStep.RemoveEntry remove -> "removing the partition at byte " + remove.start();
            case PlanStep.SetBounds bounds ->
                "making the partition " + ByteSize.human(bounds.newEnd() - bounds.newStart()) + " in the table";
            case PlanStep.SetFlag flag -> (flag.value() ? "setting" : "clearing") + " the flag " + flag.flag();
            case PlanStep.CopyData copy -> "moving " + ByteSize.human(copy.length());
            case PlanStep.Shrink shrink ->
                "shrinking " + shrink.filesystem() + " to " + ByteSize.human(shrink.newSize());
            case PlanStep.Grow grow -> "growing " + grow.filesystem() + " to " + ByteSize.human(grow.newSize());
            case PlanStep.MakeFileSystem make ->
                make.filesystem() == null ? "wiping what was there" : "making " + make.filesystem();
        };
    }
}
