package io.pureboot.controller.partition;

import io.pureboot.controller.check.Devices;
import io.pureboot.controller.check.Fields;
import io.pureboot.controller.event.EventBus;
import io.pureboot.controller.node.DiskCatalog;
import io.pureboot.controller.node.OrderBook;
import io.pureboot.controller.node.OrderSource;
import io.pureboot.controller.store.Database;
import io.pureboot.controller.store.PartitionStore;
import io.pureboot.controller.store.PartitionStore.JobRow;
import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.protocol.node.Order;
import io.pureboot.protocol.partition.ApplyAnswer;
import io.pureboot.protocol.partition.OperationParams;
import io.pureboot.protocol.partition.OperationStatus;
import io.pureboot.protocol.partition.PartitionJob;
import io.pureboot.protocol.partition.PartitionOperation;
import io.pureboot.protocol.partition.PartitionOperationCreate;
import io.pureboot.protocol.partition.PartitionOperationInfo;
import io.pureboot.protocol.partition.PartitionPlan;
import io.pureboot.protocol.partition.PartitionQueue;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The queue of operations of every disk, and the jobs that nodes carry out of them. Nothing is ordered before somebody
 * applies the queue. Thread-safe: the database's lock is its only one.
 */
public final class PartitionService implements OrderSource {
    private static final String RESTORE = "restore_table";
    private static final List<String> WANTED = List.of("continue", "undo", "cancel", "abandon", RESTORE);

    private final Database database;
    private final PartitionStore store;
    private final DiskCatalog disks;
    private final OrderBook book;
    private final EventBus events;
    private final Clock clock;
    private final KnownJobs jobs;
    private final OperationEvents told;

    public PartitionService(
            Database database, PartitionStore store, DiskCatalog disks, OrderBook book, EventBus events, Clock clock) {
        this.database = database;
        this.store = store;
        this.disks = disks;
        this.book = book;
        this.events = events;
        this.clock = clock;
        this.jobs = new KnownJobs(store);
        this.told = new OperationEvents(events);
    }

    @Override
    public List<Order> ordersFor(String nodeId) {
        return jobs.live(nodeId).stream().map(PartitionService::order).toList();
    }

    /** A node that has told of a job has begun it: when it knows nothing of it now, it must not begin once more. */
    private static Order order(JobRow job) {
        Order.Partition order = job.order();
        boolean begun = job.view() != null || !order.action().equals("continue");
        return begun ? order : with(order, "begin", order.attempt());
    }

    private static Order.Partition with(Order.Partition order, String action, int attempt) {
        return new Order.Partition(
                order.jobId(), order.device(), order.fingerprint(), action, attempt, order.operations());
    }

    /** @param status null for all */
    public List<PartitionOperationInfo> list(String nodeId, @Nullable String device, @Nullable String status) {
        disks.of(nodeId);
        if (status != null && !PartitionOperationInfo.STATUSES.contains(status)) {
            throw ProblemException.field(
                    "status", "must be one of " + String.join(", ", PartitionOperationInfo.STATUSES));
        }
        String path = device == null ? null : Devices.path(device);
        List<PartitionOperationInfo> found = path == null ? store.operations(nodeId) : queue(nodeId, path);
        if (device != null && found.isEmpty()) {
            disks.get(nodeId, device); // a disk that is gone keeps its queue; one that never was is not found
        }
        return found.stream()
                .filter(each -> status == null || each.status().equals(status))
                .toList();
    }

    private List<PartitionOperationInfo> queue(String nodeId, String path) {
        return store.operations(nodeId).stream()
                .filter(each -> each.device().equals(path))
                .toList();
    }

    /** Puts an operation at the end of a disk's queue. */
    public PartitionOperationInfo add(String nodeId, String device, PartitionOperationCreate wish) {
        return database.transaction(() -> {
            DiskInfo disk = disks.get(nodeId, device);
            refuseWhileAtWork(nodeId, disk.device());
            List<PartitionOperationInfo> all = list(nodeId, disk.device(), null);
            List<PartitionOperationInfo> pending = pending(all);
            PartitionQueue.requireSameLayout(
                    disk, pending, store.fingerprint(nodeId, disk.device()).orElse(null));
            PartitionOperation operation = PartitionQueue.checked(disk, pending, wish);
            int last = all.stream()
                    .mapToInt(PartitionOperationInfo::sequence)
                    .max()
                    .orElse(0);
            PartitionOperationInfo queued = new PartitionOperationInfo(
                    UUID.randomUUID().toString(),
                    nodeId,
                    null,
                    disk.device(),
                    operation.kind(),
                    OperationParams.of(operation),
                    last + 1,
                    PartitionOperationInfo.PENDING,
                    null,
                    clock.instant(),
                    null);
            store.save(queued);
            store.saveFingerprint(nodeId, disk.device(), disk.fingerprint());
            told.queued(queued);
            return queued;
        });
    }

    public void delete(String nodeId, String device, String operationId) {
        database.transaction(() -> {
            DiskInfo disk = disks.get(nodeId, device);
            refuseWhileAtWork(nodeId, disk.device());
            List<PartitionOperationInfo> rest =
                    PartitionQueue.without(disk, list(nodeId, disk.device(), null), operationId);
            store.delete(operationId);
            rest.forEach(store::save);
            return rest;
        });
    }

    /** What the pending operations of a disk would do. */
    public PartitionPlan plan(String nodeId, String device) {
        DiskInfo disk = disks.get(nodeId, device);
        return PartitionQueue.plan(disk, pending(list(nodeId, disk.device(), null)));
    }

    /** Orders the pending operations of a disk to be carried out. */
    public ApplyAnswer apply(String nodeId, String device, @Nullable String fingerprint) {
        ApplyAnswer answer = database.transaction(() -> {
            DiskInfo disk = disks.get(nodeId, device);
            refuseWhileAtWork(nodeId, disk.device());
            List<PartitionOperationInfo> pending = pending(list(nodeId, disk.device(), null));
            if (pending.isEmpty()) {
                throw new ProblemException(
                        ProblemType.QUEUE_EMPTY, "No operations wait for " + disk.device() + ": queue some first.");
            }
            PartitionQueue.requireSameLayout(
                    disk, pending, store.fingerprint(nodeId, disk.device()).orElse(null));
            if (fingerprint != null && !fingerprint.equals(disk.fingerprint())) {
                throw new ProblemException(
                        ProblemType.TABLE_CHANGED,
                        "The layout of " + disk.device() + " has changed since you looked: look again, then apply.");
            }
            PartitionQueue.plan(disk, pending).orThrow();
            Order.Partition order = new Order.Partition(
                    UUID.randomUUID().toString(),
                    disk.device(),
                    disk.fingerprint(),
                    "continue",
                    1,
                    pending.stream()
                            .map(each -> new Order.Operation(each.id(), each.operation(), each.params()))
                            .toList());
            jobs.keep(new JobRow(order.jobId(), nodeId, disk.device(), clock.instant(), order, null));
            return new ApplyAnswer(nodeId, disk.device(), pending.size(), "apply_requested", order.jobId());
        });
        book.refresh(nodeId);
        events.publish(
                "partition.operations_apply_requested",
                Map.of("node_id", nodeId, "device", answer.device(), "job_id", answer.jobId()));
        return answer;
    }

    /** The last job of a disk as its node told, or as ordered when the node has said nothing yet; null when there is none. */
    public @Nullable PartitionJob job(String nodeId, String device) {
        disks.of(nodeId);
        Optional<JobRow> last = jobs.last(nodeId, Devices.path(device));
        if (last.isEmpty()) {
            disks.get(nodeId, device); // a disk that is gone keeps its job; one that never was is not found
        }
        return last.map(PartitionService::seen).orElse(null);
    }

    private static PartitionJob seen(JobRow job) {
        return job.view() != null
                ? job.view()
                : PartitionJob.waiting(
                                job.id(),
                                job.device(),
                                job.order().operations().stream()
                                        .map(each -> new PartitionJob.Operation(
                                                each.id(), each.operation(), "pending", null, each.params()))
                                        .toList(),
                                job.createdAt())
                        .begunOn(PartitionJob.CONTROLLER);
    }

    /** @param action continue, undo, cancel, abandon or restore_table */
    public PartitionJob act(String nodeId, String device, @Nullable String action) {
        if (action == null || !WANTED.contains(action)) {
            throw ProblemException.field("action", "must be one of " + String.join(", ", WANTED));
        }
        String path = Devices.path(device);
        disks.of(nodeId);
        JobRow kept = database.transaction(() -> {
            JobRow job = jobs.last(nodeId, path)
                    .filter(row -> row.live() || action.equals(RESTORE))
                    .orElseThrow(() -> new ProblemException(
                            ProblemType.CONFLICT, "No operations on " + path + " are under way or have stopped."));
            PartitionJob now = job.view();
            if (action.equals("undo") && now != null && now.undoExcuse() != null) {
                throw new ProblemException(ProblemType.CONFLICT, now.undoExcuse());
            }
            boolean idle = now != null && !now.running();
            if (action.equals(RESTORE) && !idle) {
                throw new ProblemException(
                        ProblemType.CONFLICT, "Operations on " + path + " are under way: stop them first.");
            }
            if (action.equals("abandon") && (now == null || !now.stopped())) {
                throw new ProblemException(ProblemType.CONFLICT, "No operations on " + path + " have stopped.");
            }
            Order.Partition order = with(job.order(), action, job.order().attempt() + 1);
            PartitionJob asked = now != null && action.equals(RESTORE) ? now.because(null) : now;
            return jobs.keep(new JobRow(job.id(), nodeId, path, job.createdAt(), order, asked));
        });
        book.refresh(nodeId);
        return seen(kept);
    }

    /**
     * Takes what a node says of a job. One that nobody here has ordered was begun on the node's own page; it can be acted
     * on from here all the same.
     *
     * @throws ProblemException VALIDATION; NOT_FOUND for a job of another node
     */
    public void report(String nodeId, PartitionJob said) {
        check(said);
        List<PartitionOperationInfo> changed = new ArrayList<>();
        PartitionJob view = database.transaction(() -> {
            JobRow job = jobs.known(nodeId, said.id());
            if (job == null) {
                return jobs.takeIn(nodeId, said.begunOn(PartitionJob.NODE), clock.instant());
            }
            PartitionJob before = job.view();
            PartitionJob now = said.begunOn(
                    before == null || before.begunOn() == null ? PartitionJob.CONTROLLER : before.begunOn());
            for (PartitionOperationInfo row : queue(nodeId, job.device())) {
                now.operations().stream()
                        .filter(each -> each.id().equals(row.id()))
                        .findFirst()
                        .map(each -> updated(row, each, now))
                        .filter(each -> !each.equals(row))
                        .ifPresent(changed::add);
            }
            changed.forEach(store::save);
            return seen(jobs.keep(new JobRow(job.id(), nodeId, job.device(), job.createdAt(), job.order(), now)));
        });
        changed.forEach(told::changed);
        events.publish("partition.progress", Map.of("node_id", nodeId, "device", view.device(), "job", view));
        book.refresh(nodeId);
    }

    private static void check(PartitionJob said) {
        new Fields()
                .requiredText("id", said.id(), 64)
                .required("device", said.device())
                .check(said.device() == null || Devices.valid(said.device()), "device", "is not the path of a device")
                .requiredText("state", said.state(), 32)
                .required("started_at", said.startedAt())
                .orThrow();
    }

    /**
     * Takes what a node says of one operation, for nodes that tell of each by itself.
     *
     * @throws ProblemException NOT_FOUND; CONFLICT for one that nobody has applied
     */
    public PartitionOperationInfo status(String nodeId, String operationId, OperationStatus said) {
        String status = said.status();
        if (status == null || !List.of("running", "completed", "failed").contains(status)) {
            throw ProblemException.field("status", "must be one of running, completed, failed");
        }
        PartitionOperationInfo[] changed = new PartitionOperationInfo[1];
        PartitionOperationInfo now = database.transaction(() -> {
            PartitionOperationInfo row = store.operations(nodeId).stream()
                    .filter(each -> each.id().equals(operationId))
                    .findFirst()
                    .orElseThrow(
                            () -> ProblemException.notFound("There is no operation " + operationId + " of this node."));
            boolean applied = jobs.last(nodeId, row.device())
                    .filter(job -> job.live()
                            && job.order().operations().stream()
                                    .anyMatch(each -> each.id().equals(operationId)))
                    .isPresent();
            if (!applied) {
                throw new ProblemException(
                        ProblemType.CONFLICT, "Operation " + operationId + " is not among those being carried out.");
            }
            boolean over = !status.equals("running");
            PartitionOperationInfo next = row.with(
                    status,
                    status.equals("failed") ? said.errorMessage() : null,
                    over ? (row.executedAt() == null ? clock.instant() : row.executedAt()) : null);
            if (!next.equals(row)) {
                store.save(next);
                changed[0] = next;
            }
            return next;
        });
        if (changed[0] != null) {
            told.changed(now);
        }
        return now;
    }

    private PartitionOperationInfo updated(PartitionOperationInfo row, PartitionJob.Operation said, PartitionJob view) {
        if (view.state().equals("undone")) {
            return row.with(PartitionOperationInfo.PENDING, null, null);
        }
        boolean over = said.status().equals("completed") || said.status().equals("failed");
        boolean same = row.status().equals(said.status());
        return row.with(
                said.status(),
                said.errorMessage(),
                over ? (same && row.executedAt() != null ? row.executedAt() : clock.instant()) : null);
    }

    private void refuseWhileAtWork(String nodeId, String device) {
        if (jobs.last(nodeId, device).filter(JobRow::live).isPresent()) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "Operations on " + device + " are under way or stopped: wait for them, or continue or undo them.");
        }
    }

    private static List<PartitionOperationInfo> pending(List<PartitionOperationInfo> all) {
        return all.stream().filter(PartitionOperationInfo::pending).toList();
    }
}
