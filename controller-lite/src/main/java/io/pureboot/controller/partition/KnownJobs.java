package io.pureboot.controller.partition;

import io.pureboot.controller.store.PartitionStore;
import io.pureboot.controller.store.PartitionStore.JobRow;
import io.pureboot.protocol.partition.PartitionJob;
import io.pureboot.protocol.problem.ProblemException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The jobs of all disks, in memory as they are in the database. Thread-safe. */
final class KnownJobs {
    /** One at work before one its node has not taken up yet, both before what is over; then the newest. */
    private static final Comparator<JobRow> MOST_CURRENT = Comparator.comparing(
                    (JobRow job) -> job.live() && job.view() != null)
            .thenComparing(JobRow::live)
            .thenComparing(JobRow::createdAt);

    private final PartitionStore store;
    private final Map<String, JobRow> jobs = new ConcurrentHashMap<>();

    KnownJobs(PartitionStore store) {
        this.store = store;
        store.jobs().forEach(job -> jobs.put(job.id(), job));
    }

    /** Those of a node that are not over, in the order in which they were made. */
    List<JobRow> live(String nodeId) {
        return jobs.values().stream()
                .filter(job -> job.nodeId().equals(nodeId) && job.live())
                .sorted(Comparator.comparing(JobRow::createdAt))
                .toList();
    }

    /** The one of a disk that says what is with it now. */
    Optional<JobRow> last(String nodeId, String device) {
        return jobs.values().stream()
                .filter(job -> job.nodeId().equals(nodeId) && job.device().equals(device))
                .max(MOST_CURRENT);
    }

    JobRow keep(JobRow job) {
        store.save(job);
        jobs.put(job.id(), job);
        return job;
    }

    /**
     * Null for a job to be taken in.
     *
     * @throws ProblemException NOT_FOUND for a job of another node
     */
    @Nullable
    JobRow known(String nodeId, String id) {
        JobRow job = jobs.get(id);
        if (job == null || job.nodeId().equals(nodeId)) {
            return job;
        }
        if (store.job(id).isPresent()) {
            throw ProblemException.notFound("Job " + id + " is one of another node.");
        }
        return null; // That node was forgotten; now it has another id.
    }

    /** Of what was begun on the node only the last of a disk is kept. */
    PartitionJob takeIn(String nodeId, PartitionJob view, Instant now) {
        List<JobRow> earlier = jobs.values().stream()
                .filter(job -> job.nodeId().equals(nodeId) && job.device().equals(view.device()))
                .filter(job -> job.view() != null
                        && PartitionJob.NODE.equals(job.view().begunOn()))
                .toList();
        for (JobRow job : earlier) {
            store.deleteJob(job.id());
            jobs.remove(job.id());
        }
        keep(JobRow.begunOnNode(nodeId, view, now));
        return view;
    }
}
