package io.pureboot.node.partition;

import io.pureboot.protocol.partition.PartitionJob;

/** Told of what happens in jobs, in order, by the thread that works: be quick. */
public interface JobEvents {
    /** An operation has begun, ended well, or failed (then its message is set). */
    void operation(PartitionJob job, PartitionJob.Operation operation);

    /** Anything else worth showing: a step, an amount copied, the end of the job. */
    void changed(PartitionJob job);

    JobEvents NONE = new JobEvents() {
        @Override
        public void operation(PartitionJob job, PartitionJob.Operation operation) {}

        @Override
        public void changed(PartitionJob job) {}
    };
}
