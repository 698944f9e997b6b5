package io.pureboot.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Nodes that report once a second, each at its own moment of it, and hold a poll for orders open beside that. */
final class ReportingFleet implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final List<ReportingNode> nodes;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch late;
    private final AtomicInteger failures = new AtomicInteger();
    private volatile Latencies latencies = new Latencies();
    private volatile boolean ended;

    ReportingFleet(List<ReportingNode> nodes) {
        this.nodes = nodes;
        late = new CountDownLatch(nodes.size());
    }

    void start() {
        for (int i = 0; i < nodes.size(); i++) {
            ReportingNode node = nodes.get(i);
            long offset = INTERVAL.toNanos() * i / nodes.size();
            threads.submit(() -> report(node, offset));
            threads.submit(() -> poll(node));
        }
    }

    /**
     * Waits until every node's reports arrive within their second: all of them connect at once, as after a power cut.
     *
     * @throws IOException when they do not within the limit
     */
    void awaitInTime(Duration limit) throws IOException, InterruptedException {
        if (!late.await(limit.toSeconds(), TimeUnit.SECONDS)) {
            throw new IOException(
                    late.getCount() + " of " + nodes.size() + " nodes are late after " + limit.toSeconds() + " s");
        }
    }

    /** Forgets what was measured so far. */
    void startMeasuring() {
        latencies = new Latencies();
        failures.set(0);
    }

    Latencies latencies() {
        return latencies;
    }

    int failures() {
        return failures.get();
    }

    /** Counted from when the report was due, so that a late start because of a slow answer is not hidden. */
    private Void report(ReportingNode node, long offset) throws IOException, InterruptedException {
        long due = System.nanoTime() + offset;
        try (NodeConnection connection = node.connect()) {
            boolean inTime = false;
            while (!ended) {
                Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
                node.report(connection);
                long latency = System.nanoTime() - due;
                latencies.add(latency);
                if (!inTime && latency < INTERVAL.toNanos()) {
                    inTime = true;
                    late.countDown();
                }
                due += INTERVAL.toNanos();
            }
        } catch (IOException e) {
            failed();
        }
        return null;
    }

    private Void poll(ReportingNode node) {
        try (NodeConnection connection = node.connect()) {
            long version = node.ordersVersion(connection);
            while (!ended) {
                node.poll(connection, version);
            }
        } catch (IOException e) {
            failed();
        }
        return null;
    }

    private void failed() {
        if (!ended) {
            failures.incrementAndGet();
        }
    }

    @Override
    public void close() {
        ended = true;
        threads.shutdownNow();
    }
}
