package io.pureboot.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Nodes that report once a second, each at its own moment of it, and hold a poll for orders open beside that. */
final class ReportingFleet implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final List<ReportingNode> nodes;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile Latencies latencies = new Latencies();
    private volatile boolean ended;

    ReportingFleet(List<ReportingNode> nodes) {
        this.nodes = nodes;
    }

    void start() {
        for (int i = 0; i < nodes.size(); i++) {
            ReportingNode node = nodes.get(i);
            long offset = INTERVAL.toNanos() * i / nodes.size();
            threads.submit(() -> report(node, offset));
            threads.submit(() -> poll(node));
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
        try (NodeConnection connection = node.connect()) {
            long due = System.nanoTime() + offset;
            while (!ended) {
                Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
                node.report(connection);
                latencies.add(System.nanoTime() - due);
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
