package io.pureboot.node.partition;

import io.pureboot.node.disk.DiskScanner;
import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.protocol.partition.ApplyAnswer;
import io.pureboot.protocol.partition.OperationParams;
import io.pureboot.protocol.partition.PartitionJob;
import io.pureboot.protocol.partition.PartitionOperation;
import io.pureboot.protocol.partition.PartitionOperationCreate;
import io.pureboot.protocol.partition.PartitionOperationInfo;
import io.pureboot.protocol.partition.PartitionPlan;
import io.pureboot.protocol.partition.PartitionQueue;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The queues this node's own page fills, one a disk, in memory: what was applied is in the jobs. */
public final class PartitionDesk {
    private static final String SELF = "self";

    private final PartitionJobs jobs;
    private final DiskScanner scanner;
    private final Clock clock;
    private final Map<String, List<PartitionOperationInfo>> queues = new HashMap<>();
    /** The layout each queue was made for. */
    private final Map<String, String> fingerprints = new HashMap<>();

    public PartitionDesk(PartitionJobs jobs, DiskScanner scanner, Clock clock) {
        this.jobs = jobs;
        this.scanner = scanner;
        this.clock = clock;
    }

    /** @param status null for all */
    public synchronized List<PartitionOperationInfo> list(String device, @Nullable String status) {
        if (status != null && !PartitionOperationInfo.STATUSES.contains(status)) {
            throw ProblemException.field(
                    "status", "must be one of " + String.join(", ", PartitionOperationInfo.STATUSES));
        }
        refresh(device);
        return queues.getOrDefault(device, List.of()).stream()
                .filter(each -> status == null || each.status().equals(status))
                .toList();
    }

    /** Takes over what the last job says of its operations. */
    private void refresh(String device) {
        PartitionJob job = jobs.lastOf(device).orElse(null);
        List<PartitionOperationInfo> queue = queues.get(device);
        if (job == null || queue == null) {
            return;
        }
        boolean undone = job.state().equals("undone");
        queues.put(
                device,
                queue.stream()
                        .map(each -> job.operations().stream()
                                .filter(said -> said.id().equals(each.id()))
                                .findFirst()
                                .map(said -> undone
                                        ? each.with(PartitionOperationInfo.PENDING, null, null)
                                        : each.with(
                                                said.status(),
                                                said.errorMessage(),
                                                each.executedAt() == null
                                                                && List.of("completed", "failed")
                                                                        .contains(said.status())
                                                        ? clock.instant()
                                                        : each.executedAt()))
                                .orElse(each))
                        .toList());
    }

    public synchronized PartitionOperationInfo add(String device, PartitionOperationCreate wish) throws IOException {
        DiskInfo disk = scanner.scan(device);
        List<PartitionOperationInfo> all = list(disk.device(), null);
        List<PartitionOperationInfo> pending = list(disk.device(), PartitionOperationInfo.PENDING);
        refuseWhileAtWork(disk.device());
        PartitionQueue.requireSameLayout(disk, pending, fingerprints.get(disk.device()));
        PartitionOperation operation = PartitionQueue.checked(disk, pending, wish);
        fingerprints.put(disk.device(), disk.fingerprint());
        PartitionOperationInfo queued = new PartitionOperationInfo(
                UUID.randomUUID().toString(),
                SELF,
                null,
                disk.device(),
                operation.kind(),
                OperationParams.of(operation),
                all.size() + 1,
                PartitionOperationInfo.PENDING,
                null,
                clock.instant(),
                null);
        queues.put(
                disk.device(),
                java.util.stream.Stream.concat(all.stream(), java.util.stream.Stream.of(queued))
                        .toList());
        return queued;
    }

    public synchronized void delete(String device, String id) throws IOException {
        DiskInfo disk = scanner.scan(device);
        refuseWhileAtWork(disk.device());
        queues.put(disk.device(), PartitionQueue.without(disk, list(disk.device(), null), id));
    }

    public synchronized PartitionPlan plan(String device) throws IOException {
        DiskInfo disk = scanner.scan(device);
        return PartitionQueue.plan(disk, list(disk.device(), PartitionOperationInfo.PENDING));
    }

    public synchronized ApplyAnswer apply(String device, @Nullable String fingerprint) throws IOException {
        // First: what a job has not come to yet counts as pending.
        refuseWhileAtWork(device);
        List<PartitionOperationInfo> pending = list(device, PartitionOperationInfo.PENDING);
        if (pending.isEmpty()) {
            throw new ProblemException(
                    ProblemType.QUEUE_EMPTY, "No operations wait for " + device + ": queue some first.");
        }
        PartitionQueue.requireSameLayout(scanner.scan(device), pending, fingerprints.get(device));
        String id = UUID.randomUUID().toString();
        jobs.start(
                id,
                device,
                fingerprint == null ? fingerprints.get(device) : fingerprint,
                pending.stream()
                        .map(each -> new JobOperation(each.id(), each.operation(), each.params()))
                        .toList());
        return new ApplyAnswer(SELF, device, pending.size(), "apply_requested", id);
    }

    public @Nullable PartitionJob job(String device) {
        return jobs.lastOf(device).orElse(null);
    }

    /** @param action continue, undo, cancel, abandon or restore_table */
    public PartitionJob act(String device, @Nullable String action) throws IOException {
        String id = jobs.lastOf(device)
                .map(PartitionJob::id)
                .orElseThrow(() ->
                        new ProblemException(ProblemType.CONFLICT, "No operations on " + device + " were ever begun."));
        return switch (action == null ? "" : action) {
            case "continue" -> jobs.proceed(id);
            case "undo" -> jobs.undo(id);
            case "cancel" -> jobs.cancel(id);
            case "abandon" -> jobs.abandon(id);
            case "restore_table" -> jobs.restoreTable(id);
            default ->
                throw ProblemException.field("action", "must be continue, undo, cancel, abandon or restore_table");
        };
    }

    private void refuseWhileAtWork(String device) {
        PartitionJob job = job(device);
        if (job != null && (job.running() || job.stopped())) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "Operations on " + device + " are under way or stopped: wait for them, or continue or undo them.");
        }
    }
}
