package io.pureboot.node.partition;

import io.pureboot.protocol.partition.PartitionJob;
import java.util.function.Supplier;

/**
 * Passes events on to whoever is there by then: jobs are loaded before the controller is known.
 *
 * @param onEnd runs before that when a job has ended: its disk is not what it was. Must be quick.
 */
public record PassedOnEvents(Supplier<JobEvents> listener, Runnable onEnd) implements JobEvents {
    @Override
    public void operation(PartitionJob job, PartitionJob.Operation operation) {
        listener.get().operation(job, operation);
    }

    @Override
    public void changed(PartitionJob job) {
        if (!job.running()) {
            onEnd.run();
        }
        listener.get().changed(job);
    }
}
