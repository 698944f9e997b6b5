package io.pureboot.node.controller;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.pureboot.node.partition.JobEvents;
import io.pureboot.protocol.ProtocolJson;
import io.pureboot.protocol.partition.PartitionJob;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Tells the controller how the jobs it ordered are getting on, by way of the offline queue and in order. */
public final class PartitionReports implements JobEvents {
    private final OfflineQueue queue;
    private final Supplier<String> nodeId;
    private final Runnable onEnd;
    private final Set<String> watched = ConcurrentHashMap.newKeySet();

    /** {@code onEnd} runs when a job has ended: its disk is not what it was. Must be quick. */
    PartitionReports(OfflineQueue queue, Supplier<String> nodeId, Runnable onEnd) {
        this.queue = queue;
        this.nodeId = nodeId;
        this.onEnd = onEnd;
    }

    void watch(String jobId) {
        watched.add(jobId);
    }

    @Override
    public void operation(PartitionJob job, PartitionJob.Operation operation) {
        if (watched.contains(job.id())) {
            queue.queueUpdate(endpoint("report"), json(job));
        }
    }

    @Override
    public void changed(PartitionJob job) {
        if (!job.running()) {
            onEnd.run();
        }
        if (!watched.contains(job.id())) {
            return;
        }
        if (job.running()) {
            queue.queueLatest(endpoint("progress"), json(job));
        } else {
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
