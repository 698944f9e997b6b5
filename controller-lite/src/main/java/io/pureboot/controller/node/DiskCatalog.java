package io.pureboot.controller.node;

import io.pureboot.controller.check.Devices;
import io.pureboot.controller.check.Fields;
import io.pureboot.controller.event.EventBus;
import io.pureboot.controller.store.DiskStore;
import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.protocol.node.DiskReport;
import io.pureboot.protocol.problem.ProblemException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** The disks of every node as last scanned. */
public final class DiskCatalog {
    private static final int MAX_DISKS = 512;
    private static final int MAX_PARTITIONS = 1024;

    private final DiskStore store;
    private final Nodes nodes;
    private final NodeErrands errands;
    private final EventBus events;
    private final AwaitedScans awaited = new AwaitedScans();

    public DiskCatalog(DiskStore store, Nodes nodes, NodeErrands errands, EventBus events) {
        this.store = store;
        this.nodes = nodes;
        this.errands = errands;
        this.events = events;
    }

    public List<DiskInfo> of(String nodeId) {
        nodes.get(nodeId);
        return store.of(nodeId);
    }

    public Optional<DiskInfo> find(String nodeId, String device) {
        return store.of(nodeId).stream()
                .filter(disk -> disk.device().equals(device))
                .findFirst();
    }

    /** {@code device} in any of its forms; a 404 when the last scan did not find it. */
    public DiskInfo get(String nodeId, String device) {
        nodes.get(nodeId);
        String path = Devices.path(device);
        return find(nodeId, path)
                .orElseThrow(() ->
                        ProblemException.notFound("The last scan of node " + nodeId + " did not find " + path + "."));
    }

    /** Asks the node for a scan begun after this call and waits for its report; a 504 when the time is over first. */
    public CompletableFuture<List<DiskInfo>> live(String nodeId, Duration limit) {
        return awaited.of(nodeId, () -> errands.requestNewScan(nodeId), limit);
    }

    /** Takes a node's report: what is not in it is gone. */
    public DiskStore.Change report(String nodeId, DiskReport report) {
        check(report);
        DiskStore.Change change = store.replace(nodeId, report.disks());
        errands.scanned(nodeId, report.requestId());
        for (DiskInfo disk : report.disks()) {
            events.publish("partition.scan_complete", Map.of("node_id", nodeId, "device", disk.device()));
        }
        awaited.answer(nodeId, report);
        return change;
    }

    private static void check(DiskReport report) {
        Fields fields = new Fields().required("disks", report.disks()).text("request_id", report.requestId(), 36);
        fields.orThrow();
        fields.check(report.disks().size() <= MAX_DISKS, "disks", "has more than " + MAX_DISKS + " entries");
        Set<String> devices = new HashSet<>();
        int index = 0;
        for (DiskInfo disk : report.disks()) {
            String at = "disks[" + index++ + "].";
            fields.required(at + "device", disk.device()).required(at + "scanned_at", disk.scannedAt());
            if (disk.device() != null) {
                fields.check(Devices.valid(disk.device()), at + "device", "is not the path of a block device")
                        .check(devices.add(disk.device()), at + "device", "is there twice");
            }
            fields.required(at + "partition_table", disk.partitionTable())
                    .oneOf(at + "partition_table", disk.partitionTable(), List.of("gpt", "mbr", "unknown"))
                    .range(at + "size_bytes", disk.sizeBytes(), 0, Long.MAX_VALUE)
                    .check(disk.model() == null || disk.model().length() <= 255, at + "model", "is too long")
                    .check(disk.serial() == null || disk.serial().length() <= 255, at + "serial", "is too long")
                    .required(at + "fingerprint", disk.fingerprint())
                    .check(disk.partitions().size() <= MAX_PARTITIONS, at + "partitions", "has too many entries");
        }
        fields.orThrow();
    }
}
