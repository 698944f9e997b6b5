package io.pureboot.node.partition;

import io.pureboot.protocol.disk.DiskIdentity;
import io.pureboot.protocol.partition.PlanStep;
import java.time.Instant;
import java.util.List;

/**
 * What a job is, written once before anything else.
 *
 * @param expected the partitions the plan ends with, as {@code start-end}, in the order they lie
 */
record JobHeader(
        String id,
        String device,
        DiskIdentity identity,
        List<JobOperation> operations,
        List<PlanStep> steps,
        List<String> expected,
        Instant startedAt) {
    JobHeader {
        operations = List.copyOf(operations);
        steps = List.copyOf(steps);
        expected = List.copyOf(expected);
    }
}
