package io.pureboot.controller.http;

import static io.pureboot.controller.http.Access.ADMIN;
import static io.pureboot.controller.http.Access.NODE;
import static io.pureboot.controller.http.Access.PERSON;
import static io.pureboot.controller.http.Access.PERSON_OR_NODE;

import io.pureboot.controller.node.DiskCatalog;
import io.pureboot.controller.node.NodeErrands;
import io.pureboot.controller.node.NodeViews;
import io.pureboot.controller.node.Presence;
import io.pureboot.controller.store.DiskStore;
import io.pureboot.protocol.ApiListResponse;
import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.protocol.node.DiskReport;
import io.pureboot.protocol.node.NodeInfo;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The disks of nodes: what the last scan found, and asking for another. */
public final class DiskRoutes {
    private static final Duration LIVE_LIMIT = Duration.ofSeconds(30);

    /** A scan has been asked for. */
    public record ScanRequested(String nodeId, String status, String requestId) {}

    /** Whether a scan is owed, and since when. */
    public record ScanStatus(
            String nodeId, boolean scanRequested, @Nullable Instant requestedAt) {}

    /** What a report changed. */
    public record ReportAnswer(String nodeId, int disksReported, int created, int updated, int removed) {}

    private DiskRoutes() {}

    /** The order matters: what is more exact stands before the device that may be anything. */
    public static List<Route> of(DiskCatalog disks, NodeErrands errands, NodeViews nodes, Presence presence) {
        return List.of(
                Route.get("/nodes/{id}/disks", PERSON_OR_NODE, "List the disks of a node; live=true scans first")
                        .givesList(DiskInfo.class)
                        .queries("live")
                        .does(x -> list(x, disks, presence)),
                Route.post("/nodes/{id}/disks/scan", ADMIN, "Ask a node to scan its disks")
                        .gives(ScanRequested.class)
                        .does(x ->
                                new ScanRequested(x.path("id"), "scan_requested", errands.requestScan(x.path("id")))),
                Route.get("/nodes/{id}/disks/scan-status", PERSON_OR_NODE, "Show whether a scan is owed")
                        .gives(ScanStatus.class)
                        .does(x -> {
                            NodeInfo node = nodes.get(x.path("id"));
                            return new ScanStatus(
                                    node.id(), node.diskScanRequestedAt() != null, node.diskScanRequestedAt());
                        }),
                Route.post("/nodes/{id}/disks/report", NODE, "Report all disks of the node after a scan")
                        .takes(DiskReport.class)
                        .gives(ReportAnswer.class)
                        .does(x -> {
                            DiskReport report = x.body(DiskReport.class);
                            DiskStore.Change change = disks.report(x.node(), report);
                            return new ReportAnswer(
                                    x.node(),
                                    report.disks().size(),
                                    change.created(),
                                    change.updated(),
                                    change.removed());
                        }),
                Route.get(
                                "/nodes/{id}/disks/<device>",
                                PERSON,
                                "Show a disk; sda, %2Fdev%2Fsda and /dev/sda are one; live=true scans first")
                        .gives(DiskInfo.class)
                        .queries("live")
                        .does(x -> show(x, disks, presence)));
    }

    private static Object list(Exchange x, DiskCatalog disks, Presence presence) {
        String node = x.path("id");
        if (!x.flag("live")) {
            return ApiListResponse.of(disks.of(node));
        }
        disks.of(node);
        return live(node, disks, presence).thenApply(ApiListResponse::of);
    }

    private static Object show(Exchange x, DiskCatalog disks, Presence presence) {
        String node = x.path("id");
        String device = x.path("device");
        if (!x.flag("live")) {
            return disks.get(node, device);
        }
        return live(node, disks, presence).thenApply(scanned -> disks.get(node, device));
    }

    private static CompletableFuture<List<DiskInfo>> live(String node, DiskCatalog disks, Presence presence) {
        if (!presence.online(node)) {
            throw new ProblemException(
                    ProblemType.NODE_STATE, "Node " + node + " is offline: without live=true the last scan is shown.");
        }
        return disks.live(node, LIVE_LIMIT);
    }
}
