package io.pureboot.node.controller;

import io.pureboot.node.job.DiskScans;
import io.pureboot.protocol.node.DiskReport;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the controller of this node's disks whenever asked to; several requests at once make one report. */
public final class DiskReporter {
    private static final Logger LOG = LoggerFactory.getLogger(DiskReporter.class);
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final DiskScans scans;
    private final ControllerClient client;
    private final ControllerWatch watch;
    private final IdentityKeeper identities;
    private final Backoff backoff;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition asked = lock.newCondition();
    private final Condition told = lock.newCondition();
    /** Requests so far, and the last of them whose scan the controller has, or has refused for good. */
    private long requests;

    private long answered;
    private boolean wanted;
    private @Nullable String requestId;

    public DiskReporter(
            DiskScans scans,
            ControllerClient client,
            ControllerWatch watch,
            IdentityKeeper identities,
            Backoff backoff) {
        this.scans = scans;
        this.client = client;
        this.watch = watch;
        this.identities = identities;
        this.backoff = backoff;
    }

    public Thread start() {
        return Thread.ofVirtual().name("disk-report").start(() -> {
            try {
                while (true) {
                    Request next = awaitRequest();
                    report(next.id(), next.number());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private record Request(@Nullable String id, long number) {}

    /** Scan and report soon; {@code request} is the controller's request this answers, or null. */
    public void ask(@Nullable String request) {
        lock.lock();
        try {
            wanted = true;
            requests++;
            if (request != null) {
                requestId = request;
            }
            asked.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until the controller has a scan begun after all that was asked for before this call.
     *
     * @return false when it has not within the limit, or within {@code away} and does not answer
     */
    boolean awaitReported(Duration limit, Duration away) throws InterruptedException {
        long number;
        lock.lock();
        try {
            number = requests;
        } finally {
            lock.unlock();
        }
        return reported(number, away) || (watch.reachable() && reported(number, limit.minus(away)));
    }

    private boolean reported(long number, Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        lock.lockInterruptibly();
        try {
            while (answered < number && left > 0) {
                left = told.awaitNanos(left);
            }
            return answered >= number;
        } finally {
            lock.unlock();
        }
    }

    private void answered(long number) {
        lock.lock();
        try {
            answered = Math.max(answered, number);
            told.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private Request awaitRequest() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!wanted) {
                asked.await();
            }
            wanted = false;
            return new Request(requestId, requests);
        } finally {
            lock.unlock();
        }
    }

    private void report(@Nullable String request, long number) throws InterruptedException {
        String node = identities.current().orElseThrow().nodeId();
        DiskReport report;
        try {
            report = new DiskReport(scans.scan(), request);
        } catch (IOException | RuntimeException e) {
            LOG.error("the disks cannot be scanned, trying again", e);
            again(request);
            return;
        }
        try {
            client.post("nodes/" + node + "/disks/report", report, Object.class, LIMIT);
            watch.answered();
            backoff.reset();
            answered(number);
        } catch (IOException e) {
            watch.failed(e);
            if (e instanceof ControllerException answer && answer.delivery() == Delivery.REFUSED) {
                LOG.error("the controller refused the disk report: {}", e.getMessage());
                answered(number);
            } else {
                again(request);
            }
        }
    }

    private void again(@Nullable String request) throws InterruptedException {
        watch.pause(backoff.next());
        ask(request);
    }
}
