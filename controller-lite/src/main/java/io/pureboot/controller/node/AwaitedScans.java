package io.pureboot.controller.node;

import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.protocol.node.DiskReport;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Who waits for which scan: only a report that names the request, or a later one, answers it. */
final class AwaitedScans {
    private record Awaited(String requestId, CompletableFuture<List<DiskInfo>> report) {}

    private final Map<String, List<Awaited>> byNode = new HashMap<>();

    /**
     * @param request makes the request and gives its id
     * @return the disks; fails with a problem when the limit is over first
     */
    synchronized CompletableFuture<List<DiskInfo>> of(String nodeId, Supplier<String> request, Duration limit) {
        Awaited awaited = new Awaited(request.get(), new CompletableFuture<>());
        byNode.computeIfAbsent(nodeId, id -> new ArrayList<>()).add(awaited);
        return awaited.report()
                .copy()
                .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(timeout -> {
                    forget(nodeId, awaited);
                    throw new ProblemException(
                            ProblemType.TIMEOUT,
                            "Node " + nodeId + " did not report its disks within " + limit.toSeconds() + " seconds.");
                });
    }

    /** Gives a report to all who asked for it or for an earlier one. */
    synchronized void answer(String nodeId, DiskReport report) {
        List<Awaited> waiting = byNode.getOrDefault(nodeId, List.of());
        for (int last = waiting.size() - 1; last >= 0; last--) {
            if (waiting.get(last).requestId().equals(report.requestId())) {
                List<Awaited> answered = waiting.subList(0, last + 1);
                answered.forEach(each -> each.report().completeAsync(report::disks, Thread::startVirtualThread));
                answered.clear();
                break;
            }
        }
        if (waiting.isEmpty()) {
            byNode.remove(nodeId);
        }
    }

    private synchronized void forget(String nodeId, Awaited awaited) {
        List<Awaited> waiting = byNode.getOrDefault(nodeId, new ArrayList<>());
        waiting.remove(awaited);
        if (waiting.isEmpty()) {
            byNode.remove(nodeId);
        }
    }
}
