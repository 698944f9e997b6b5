package io.pureboot.bench;

import io.pureboot.demo.Cluster;
import io.pureboot.demo.Jvm;
import io.pureboot.demo.Workspace;
import io.pureboot.protocol.session.CloneMode;
import io.pureboot.protocol.session.CloneSession;
import io.pureboot.protocol.session.CloneSessionCreate;
import io.pureboot.protocol.session.SessionStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A direct clone between two nodes that were started and have come to rest, as booted machines have that wait for an
 * order; from the order to start until {@code completed}.
 */
final class PureBootClone implements Contender {
    private static final Duration REST_LIMIT = Duration.ofSeconds(30);
    /** Asking more often takes the processor from the clone; its end is known from the session. */
    private static final Duration LOOK_AT_SESSION = Duration.ofMillis(250);

    private static final Duration LOOK = Duration.ofSeconds(1);
    /** Processors used. */
    private static final double RESTING = 0.1;

    private final Workspace workspace;
    private int run;
    private long peakResident;
    private double controllerCpu;

    PureBootClone(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public String name() {
        return "PureBoot, verified";
    }

    @Override
    public double floor() {
        return 1;
    }

    @Override
    public Copied copy(Disks disks) throws IOException, InterruptedException {
        run++;
        Cluster cluster = Cluster.start(workspace, "bench-" + run, Jvm.running(), 0, "a bench password " + run);
        try {
            Cluster.Node source =
                    cluster.addNode("bench-source-" + run, disks.source().device());
            Cluster.Node target =
                    cluster.addNode("bench-target-" + run, disks.target().device());
            cluster.awaitDisks();
            return measure(cluster, source, target);
        } finally {
            cluster.end();
        }
    }

    /** Of the node that had more, over all runs, bytes. */
    long peakResident() {
        return peakResident;
    }

    /** Processor seconds of the controller in the last run. */
    double controllerCpu() {
        return controllerCpu;
    }

    private Copied measure(Cluster cluster, Cluster.Node source, Cluster.Node target)
            throws IOException, InterruptedException {
        CloneSession session = cluster.client()
                .create(new CloneSessionCreate(
                        "bench",
                        source.id(),
                        target.id(),
                        source.disk().toString(),
                        target.disk().toString(),
                        null,
                        CloneMode.DIRECT,
                        null,
                        null,
                        null));
        long sourcePid = source.process().handle().pid();
        long targetPid = target.process().handle().pid();
        long controllerPid = cluster.controller().handle().pid();
        awaitRest(sourcePid, targetPid);
        double sourceBefore = CpuTime.of(sourcePid);
        double targetBefore = CpuTime.of(targetPid);
        double controllerBefore = CpuTime.of(controllerPid);
        Instant start = Instant.now();
        cluster.client().start(session.id());
        CloneSession now = session;
        while (!now.status().terminal()) {
            Thread.sleep(LOOK_AT_SESSION.toMillis());
            cluster.requireAlive();
            now = cluster.client().session(session.id());
        }
        if (now.status() != SessionStatus.COMPLETED) {
            throw new IOException("the clone ended as " + now.status() + ": " + now.errorMessage());
        }
        double seconds = Duration.between(start, Objects.requireNonNull(now.completedAt()))
                        .toNanos()
                / 1e9;
        controllerCpu = CpuTime.of(controllerPid) - controllerBefore;
        peakResident =
                Math.max(peakResident, Math.max(CpuTime.peakResident(sourcePid), CpuTime.peakResident(targetPid)));
        return new Copied(
                seconds, CpuTime.of(sourcePid) - sourceBefore, CpuTime.of(targetPid) - targetBefore, phases(now));
    }

    /** What a node does after its start is no part of a clone; one that never rests is measured as it is. */
    private static void awaitRest(long... processes) throws IOException, InterruptedException {
        long end = System.nanoTime() + REST_LIMIT.toNanos();
        double before = cpu(processes);
        while (System.nanoTime() < end) {
            Thread.sleep(LOOK.toMillis());
            double now = cpu(processes);
            if (now - before < RESTING * LOOK.toMillis() / 1e3) {
                return;
            }
            before = now;
        }
    }

    private static double cpu(long... processes) throws IOException {
        double sum = 0;
        for (long process : processes) {
            sum += CpuTime.of(process);
        }
        return sum;
    }

    /** By the controller's clock. */
    private static Map<String, Double> phases(CloneSession session) {
        Map<String, Double> phases = new LinkedHashMap<>();
        Instant from = Objects.requireNonNull(session.startedAt());
        Map<String, @Nullable Instant> ends = new LinkedHashMap<>();
        ends.put("source_prepares", session.sourceReadyAt());
        ends.put("transfer", session.transferredAt());
        ends.put("verify", session.verifiedAt());
        ends.put("finish", session.completedAt());
        for (Map.Entry<String, @Nullable Instant> end : ends.entrySet()) {
            Instant to = end.getValue();
            if (to != null) {
                phases.put(
                        end.getKey(), Figure.rounded(Duration.between(from, to).toMillis() / 1e3));
                from = to;
            }
        }
        return phases;
    }
}
