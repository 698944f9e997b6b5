package io.pureboot.node.partition;

import io.pureboot.protocol.disk.DiskIdentity;
import io.pureboot.protocol.partition.PlanStep;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a job is, written once before anything else.
 *
 * @param foundAt the first step not done when only a note on the disk was left of the job; null for others
 * @param expected the partitions the plan ends with, as {@code start-end}, in the order they lie
 */
record JobHeader(
        String id,
        String device,
        DiskIdentity identity,
        List<JobOperation> operations,
        List<PlanStep> steps,
        List<String> expected,
        Instant startedAt,
        @Nullable Integer foundAt) {
    JobHeader {
        operations = List.copyOf(operations);
        steps = List.copyOf(steps);
        expected = List.copyOf(expected);
    }

    /** This job as a note on {@code disk} told of it, found under that name. */
    JobHeader foundOn(String disk, int step) {
        return new JobHeader(id, disk, identity, operations, steps, expected, startedAt, step);
    }
}
