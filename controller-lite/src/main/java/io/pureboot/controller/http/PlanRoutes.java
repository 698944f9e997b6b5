package io.pureboot.controller.http;

import static io.pureboot.controller.http.Access.PERSON;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.pureboot.controller.node.DiskCatalog;
import io.pureboot.controller.plan.Analysis;
import io.pureboot.controller.plan.ResizePlan;
import io.pureboot.controller.session.Sessions;
import io.pureboot.controller.store.SessionRow;
import io.pureboot.protocol.ProtocolJson;
import io.pureboot.protocol.problem.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Comparing the disks of a session before it starts. */
public final class PlanRoutes {
    private PlanRoutes() {}

    public static List<Route> of(Sessions sessions, DiskCatalog disks) {
        return List.of(
                Route.post("/clone-sessions/{id}/analyze", PERSON, "Compare the disks of a session")
                        .gives(Analysis.class)
                        .does(x -> analyze(sessions.get(x.path("id")), disks)),
                Route.get("/clone-sessions/{id}/plan", PERSON, "Show the resize plan of a session, or null")
                        .mayGive(ResizePlan.class)
                        .does(x -> plan(sessions.get(x.path("id")))),
                Route.get("/clone-sessions/{id}/resize-plan", PERSON, "The same as plan")
                        .mayGive(ResizePlan.class)
                        .does(x -> plan(sessions.get(x.path("id")))));
    }

    private static Analysis analyze(SessionRow row, DiskCatalog disks) {
        String target = row.target().nodeId();
        if (target == null) {
            throw ProblemException.field("target_node_id", "assign a target first");
        }
        return Analysis.of(
                disks.get(String.valueOf(row.source().nodeId()), row.source().device()),
                disks.get(target, row.target().device()));
    }

    private static @Nullable ResizePlan plan(SessionRow row) throws JsonProcessingException {
        String json = row.planJson();
        return json == null ? null : ProtocolJson.mapper().readValue(json, ResizePlan.class);
    }
}
