package io.pureboot.node.controller;

import io.pureboot.node.partition.JobOperation;
import io.pureboot.node.partition.PartitionJobs;
import io.pureboot.protocol.node.Order;
import io.pureboot.protocol.partition.PartitionJob;
import io.pureboot.protocol.problem.ProblemException;
import java.io.IOException;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what the controller orders of partitions. Each order is taken up once while this program runs; after a
 * restart a job that was cut off is continued, because the order still wants it done.
 */
public final class PartitionOrders implements Consumer<List<Order>>, AutoCloseable {
    private static final String FORGOTTEN =
            "The node has lost its journal of these operations, which was in memory: how far they got is not known."
                    + " Nothing more was done. Check the disk's partitions before you use them.";

    private final PartitionJobs jobs;
    private final PartitionReports reports;
    private final Clock clock;
    private final Set<String> taken = new HashSet<>();
    private final ExecutorService worker = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("partition-orders").factory());

    public PartitionOrders(PartitionJobs jobs, PartitionReports reports, Clock clock) {
        this.jobs = jobs;
        this.reports = reports;
        this.clock = clock;
    }

    @Override
    public void accept(List<Order> orders) {
        for (Order order : orders) {
            if (order instanceof Order.Partition partition
                    && taken.add(partition.jobId() + " " + partition.attempt())) {
                worker.execute(() -> take(partition));
            }
        }
    }

    private void take(Order.Partition order) {
        try {
            carryOut(order);
            reports.tell(() -> find(order.jobId()));
        } catch (ProblemException e) {
            reports.changed(refused(order, e.detail()));
        } catch (IOException | RuntimeException e) {
            reports.changed(refused(order, String.valueOf(e.getMessage())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void carryOut(Order.Partition order) throws IOException, InterruptedException {
        Optional<PartitionJob> known = find(order.jobId());
        if (order.action().equals("cancel")) {
            if (known.isPresent()) {
                jobs.cancel(order.jobId());
            } else {
                throw ProblemException.notFound("The operations were not begun.");
            }
        } else if (order.action().equals("undo")) {
            if (known.isPresent() && known.get().running()) {
                jobs.cancel(order.jobId());
                jobs.await(order.jobId());
            }
            if (jobs.get(order.jobId()).stopped()) {
                jobs.undo(order.jobId());
            }
        } else if (order.action().equals("abandon")) {
            jobs.abandon(order.jobId());
        } else if (order.action().equals("restore_table")) {
            jobs.restoreTable(order.jobId());
        } else if (known.isEmpty() && !order.action().equals("begin")) {
            throw ProblemException.notFound(FORGOTTEN);
        } else if (known.isEmpty()) {
            jobs.start(
                    order.jobId(),
                    order.device(),
                    order.fingerprint(),
                    order.operations().stream()
                            .map(each -> new JobOperation(each.id(), each.operation(), each.params()))
                            .toList());
        } else if (known.get().stopped() && !order.action().equals(Order.Partition.TELL)) {
            jobs.proceed(order.jobId());
        }
    }

    private Optional<PartitionJob> find(String id) {
        return jobs.all().stream().filter(job -> job.id().equals(id)).findFirst();
    }

    /** A job as it is, with the reason why the order changed nothing; one never begun is over. */
    private PartitionJob refused(Order.Partition order, String why) {
        @Nullable PartitionJob known = find(order.jobId()).orElse(null);
        if (known != null) {
            return known.because(why);
        }
        return PartitionJob.rejected(
                order.jobId(),
                order.device(),
                why,
                order.operations().stream()
                        .map(each -> new PartitionJob.Operation(each.id(), each.operation(), "pending", why))
                        .toList(),
                clock.instant());
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
