package io.pureboot.node.http;

import static io.pureboot.node.http.Access.SIGNED_IN;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.NullNode;
import io.javalin.http.Context;
import io.pureboot.node.partition.PartitionDesk;
import io.pureboot.protocol.ApiListResponse;
import io.pureboot.protocol.ProtocolJson;
import io.pureboot.protocol.javalin.JsonBody;
import io.pureboot.protocol.javalin.ProblemResponses;
import io.pureboot.protocol.partition.ApplyRequest;
import io.pureboot.protocol.partition.JobRequest;
import io.pureboot.protocol.partition.PartitionJob;
import io.pureboot.protocol.partition.PartitionOperationCreate;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import java.util.List;
import java.util.Map;

/** Changing the partitions of this node's disks; the controller offers the same under the node's id. */
public final class PartitionRoutes {
    private static final String DISK = "/api/v1/nodes/self/disks/<device>";

    private PartitionRoutes() {}

    /** To be registered before the route of a disk, whose device may be anything. */
    public static List<Route> of(PartitionDesk desk) {
        return List.of(
                Route.get(
                        DISK + "/operations",
                        SIGNED_IN,
                        x -> ApiListResponse.of(desk.list(device(x), x.queryParam("status")))),
                Route.post(DISK + "/operations", SIGNED_IN, x -> {
                    var queued = desk.add(device(x), body(x, PartitionOperationCreate.class));
                    x.status(201);
                    return queued;
                }),
                Route.delete(DISK + "/operations/{op_id}", SIGNED_IN, x -> {
                    desk.delete(device(x), x.pathParam("op_id"));
                    return Map.of("id", x.pathParam("op_id"));
                }),
                Route.get(DISK + "/plan", SIGNED_IN, x -> desk.plan(device(x))),
                Route.post(
                        DISK + "/apply",
                        SIGNED_IN,
                        x -> desk.apply(
                                device(x),
                                x.bodyAsBytes().length == 0
                                        ? null
                                        : body(x, ApplyRequest.class).fingerprint())),
                Route.get(DISK + "/job", SIGNED_IN, x -> job(desk, device(x))),
                Route.post(
                        DISK + "/job",
                        SIGNED_IN,
                        x -> desk.act(device(x), body(x, JobRequest.class).action())));
    }

    /** A disk that never had one has a null for its job. */
    private static Object job(PartitionDesk desk, String device) {
        PartitionJob job = desk.job(device);
        return job == null ? NullNode.getInstance() : job;
    }

    private static String device(Context context) {
        return DiskRoutes.device(context.pathParam("device"));
    }

    private static <T> T body(Context context, Class<T> type) throws java.io.IOException {
        try {
            T value = ProtocolJson.mapper().readValue(JsonBody.of(context), type);
            if (value == null) {
                throw new ProblemException(ProblemType.MALFORMED_REQUEST, "A JSON body is required.");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw ProblemResponses.malformed(e);
        }
    }
}
