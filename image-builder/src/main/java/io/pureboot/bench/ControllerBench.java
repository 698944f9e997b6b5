package io.pureboot.bench;

import io.pureboot.demo.Cluster;
import io.pureboot.demo.ControllerClient;
import io.pureboot.demo.Jvm;
import io.pureboot.demo.Workspace;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How fast the controller answers when many nodes report to it once a second; one node alone shows the limit. */
final class ControllerBench implements Bench {
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration CONNECTED = Duration.ofMinutes(3);
    private static final Duration MEASURED = Duration.ofSeconds(30);

    private final Workspace workspace;
    private final int nodes;

    ControllerBench(Workspace workspace, int nodes) {
        this.workspace = workspace;
        this.nodes = nodes;
    }

    @Override
    public String name() {
        return "controller";
    }

    @Override
    public List<Figure> run(Progress progress) throws IOException, InterruptedException {
        Cluster cluster = Cluster.start(workspace, "bench-controller", Jvm.running(), 0, "a bench password");
        try {
            progress.say("enrolling " + nodes + " nodes");
            long start = System.nanoTime();
            List<ReportingNode> all = enrol(cluster);
            double enrolSeconds = (System.nanoTime() - start) / 1e9;
            List<Figure> figures = new ArrayList<>();
            figures.add(Figure.measured(
                    name(),
                    "enrolments a second, one after the other",
                    nodes + " nodes",
                    nodes / enrolSeconds,
                    "1/s",
                    Map.of()));
            progress.say("one node reports once a second, then " + nodes + " do; " + MEASURED.toSeconds() + " s each");
            figures.addAll(measure(cluster, all.subList(0, 1)));
            figures.addAll(measure(cluster, all));
            return figures;
        } finally {
            cluster.end();
        }
    }

    private List<ReportingNode> enrol(Cluster cluster) throws IOException, InterruptedException {
        List<ReportingNode> enrolled = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            enrolled.add(ReportingNode.enrol(
                    cluster.url(), cluster.authoritySha256(), cluster.client().enrolmentToken("bench"), i));
        }
        return enrolled;
    }

    private List<Figure> measure(Cluster cluster, List<ReportingNode> reporting)
            throws IOException, InterruptedException {
        long pid = cluster.controller().handle().pid();
        ReportingFleet fleet = new ReportingFleet(reporting);
        Latencies lists = new Latencies();
        try (fleet) {
            long start = System.nanoTime();
            fleet.start();
            fleet.awaitInTime(CONNECTED);
            double connected = (System.nanoTime() - start) / 1e9;
            Thread.sleep(WARM_UP);
            fleet.startMeasuring();
            double cpu = CpuTime.of(pid);
            long end = System.nanoTime() + MEASURED.toNanos();
            while (System.nanoTime() < end) {
                listNodes(cluster.client(), lists);
                Thread.sleep(1000);
            }
            Map<String, Object> more = new LinkedHashMap<>(fleet.latencies().summary());
            more.put("failed_requests", fleet.failures());
            more.put("controller_cpu_share", Figure.rounded((CpuTime.of(pid) - cpu) / MEASURED.toSeconds()));
            more.put("controller_peak_resident_mib", CpuTime.peakResident(pid) >> 20);
            String state = reporting.size() + " nodes";
            return List.of(
                    Figure.measured(
                            name(), "all connect at once, until each is in time", state, connected, "s", Map.of()),
                    Figure.measured(
                            name(),
                            "sign of life, 99th percentile",
                            state,
                            fleet.latencies().percentile(0.99),
                            "ms",
                            more),
                    Figure.measured(
                            name(), "list of all nodes, slowest", state, lists.percentile(1), "ms", lists.summary()));
        }
    }

    private static void listNodes(ControllerClient client, Latencies lists) throws IOException, InterruptedException {
        long start = System.nanoTime();
        client.get("/nodes");
        lists.add(System.nanoTime() - start);
    }
}
