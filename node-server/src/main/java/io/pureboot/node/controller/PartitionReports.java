package io.pureboot.node.controller;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.pureboot.node.partition.JobEvents;
import io.pureboot.protocol.ProtocolJson;
import io.pureboot.protocol.partition.PartitionJob;
import java.util.Optional;
import java.util.function.Supplier;

/** Tells the controller how all jobs are getting on, whoever began them, by way of the offline queue and in order. */
public final class PartitionReports implements JobEvents {
    private final OfflineQueue queue;
    private final Supplier<String> nodeId;
    private final Runnable onEnd;

    /** {@code onEnd} runs when a job has ended: its disk is not what it was. Must be quick. */
    PartitionReports(OfflineQueue queue, Supplier<String> nodeId, Runnable onEnd) {
        this.queue = queue;
        this.nodeId = nodeId;
        this.onEnd = onEnd;
    }

    /** Tells of a job as it is now. When it ends at this very moment, its end is what is told last. */
    public void tell(Supplier<Optional<PartitionJob>> job) {
        Optional<PartitionJob> now = job.get();
        while (now.isPresent()) {
            PartitionJob told = now.get();
            changed(told);
            now = job.get().filter(later -> !later.state().equals(told.state()));
        }
    }

    @Override
    public void operation(PartitionJob job, PartitionJob.Operation operation) {
        queue.queueUpdate(endpoint("report"), json(job));
    }

    @Override
    public void changed(PartitionJob job) {
        if (job.running()) {
            queue.queueLatest(endpoint("progress"), json(job));
        } else {
            onEnd.run();
            queue.queueUpdate(endpoint("report"), json(job));
        }
    }

    private String endpoint(String what) {
        return "nodes/" + nodeId.get() + "/partition-operations/" + what;
    }

    private static String json(PartitionJob job) {
        try {
            return ProtocolJson.mapper().writeValueAsString(job);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report cannot be written as JSON", e);
        }
    }
}
