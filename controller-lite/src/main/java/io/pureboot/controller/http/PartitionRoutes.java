package io.pureboot.controller.http;

import static io.pureboot.controller.http.Access.ADMIN;
import static io.pureboot.controller.http.Access.NODE;
import static io.pureboot.controller.http.Access.PERSON;
import static io.pureboot.controller.http.Access.PERSON_OR_NODE;

import io.pureboot.controller.partition.PartitionService;
import io.pureboot.protocol.ApiListResponse;
import io.pureboot.protocol.partition.ApplyAnswer;
import io.pureboot.protocol.partition.ApplyRequest;
import io.pureboot.protocol.partition.JobRequest;
import io.pureboot.protocol.partition.OperationStatus;
import io.pureboot.protocol.partition.PartitionJob;
import io.pureboot.protocol.partition.PartitionOperationCreate;
import io.pureboot.protocol.partition.PartitionOperationInfo;
import io.pureboot.protocol.partition.PartitionPlan;
import java.util.List;
import java.util.Map;

/** Changing partitions: the queue of a disk, what it would do, and letting the node do it. */
public final class PartitionRoutes {
    private static final String DISK = "/nodes/{id}/disks/<device>";

    private PartitionRoutes() {}

    /** To be registered before the route of a disk, whose device may be anything. */
    public static List<Route> of(PartitionService partitions) {
        return List.of(
                Route.get(DISK + "/operations", PERSON, "List the operations queued for a disk")
                        .givesList(PartitionOperationInfo.class)
                        .queries("status")
                        .does(x ->
                                ApiListResponse.of(partitions.list(x.path("id"), x.path("device"), x.query("status")))),
                Route.post(DISK + "/operations", ADMIN, "Queue an operation; nothing is done before apply")
                        .takes(PartitionOperationCreate.class)
                        .gives(PartitionOperationInfo.class)
                        .answering(201)
                        .does(x ->
                                partitions.add(x.path("id"), x.path("device"), x.body(PartitionOperationCreate.class))),
                Route.of("DELETE", DISK + "/operations/{op_id}", ADMIN, "Take a pending operation out of the queue")
                        .does(x -> {
                            partitions.delete(x.path("id"), x.path("device"), x.path("op_id"));
                            return Map.of("id", x.path("op_id"));
                        }),
                Route.get(DISK + "/plan", PERSON, "Show what the queue would do to the disk")
                        .gives(PartitionPlan.class)
                        .does(x -> partitions.plan(x.path("id"), x.path("device"))),
                Route.post(DISK + "/apply", ADMIN, "Let the node carry the queue out")
                        .takes(ApplyRequest.class)
                        .gives(ApplyAnswer.class)
                        .does(x -> partitions.apply(
                                x.path("id"),
                                x.path("device"),
                                x.context().bodyAsBytes().length == 0
                                        ? null
                                        : x.body(ApplyRequest.class).fingerprint())),
                Route.get(DISK + "/job", PERSON, "Show how the disk's last operations are getting on")
                        .mayGive(PartitionJob.class)
                        .does(x -> partitions.job(x.path("id"), x.path("device"))),
                Route.post(
                                DISK + "/job",
                                ADMIN,
                                "Continue, undo, cancel or abandon the disk's operations, or restore its table")
                        .takes(JobRequest.class)
                        .gives(PartitionJob.class)
                        .does(x -> partitions.act(
                                x.path("id"),
                                x.path("device"),
                                x.body(JobRequest.class).action())),
                Route.get("/nodes/{id}/partition-operations", PERSON_OR_NODE, "List the operations of all disks")
                        .givesList(PartitionOperationInfo.class)
                        .queries("status")
                        .does(x -> ApiListResponse.of(partitions.list(x.path("id"), null, x.query("status")))),
                Route.post(
                                "/nodes/{id}/partition-operations/{op_id}/status",
                                NODE,
                                "Report how one operation is getting on")
                        .takes(OperationStatus.class)
                        .gives(PartitionOperationInfo.class)
                        .does(x -> partitions.status(x.node(), x.path("op_id"), x.body(OperationStatus.class))),
                Route.post("/nodes/{id}/partition-operations/progress", NODE, "Report the progress of operations")
                        .takes(PartitionJob.class)
                        .does(x -> {
                            partitions.report(x.node(), x.body(PartitionJob.class));
                            return Map.of("id", x.node());
                        }),
                Route.post("/nodes/{id}/partition-operations/report", NODE, "Report how operations are getting on")
                        .takes(PartitionJob.class)
                        .does(x -> {
                            partitions.report(x.node(), x.body(PartitionJob.class));
                            return Map.of("id", x.node());
                        }));
    }
}
