package io.pureboot.node.partition;

import io.pureboot.protocol.partition.PartitionJob;
import java.util.function.Supplier;

/** Passes events on to whoever is there by then: jobs are loaded before the controller is known. */
public record PassedOnEvents(Supplier<JobEvents> listener) implements JobEvents {
    @Override
    public void operation(PartitionJob job, PartitionJob.Operation operation) {
        listener.get().operation(job, operation);
    }

    @Override
    public void changed(PartitionJob job) {
        listener.get().changed(job);
    }
}
