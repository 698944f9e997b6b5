package io.pureboot.controller.http;

import static io.pureboot.controller.http.Access.ADMIN;
import static io.pureboot.controller.http.Access.NODE;
import static io.pureboot.controller.http.Access.PERSON;
import static io.pureboot.controller.http.Access.PERSON_OR_NODE;

import io.pureboot.controller.auth.Caller;
import io.pureboot.controller.session.CloneService;
import io.pureboot.controller.session.Sessions;
import io.pureboot.controller.store.SessionRow;
import io.pureboot.controller.store.SessionStore;
import io.pureboot.protocol.ApiListResponse;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import io.pureboot.protocol.session.CertBundle;
import io.pureboot.protocol.session.CertRequest;
import io.pureboot.protocol.session.CloneComplete;
import io.pureboot.protocol.session.CloneFailed;
import io.pureboot.protocol.session.CloneMode;
import io.pureboot.protocol.session.CloneProgressUpdate;
import io.pureboot.protocol.session.CloneRole;
import io.pureboot.protocol.session.CloneSession;
import io.pureboot.protocol.session.CloneSessionCreate;
import io.pureboot.protocol.session.CloneSessionPatch;
import io.pureboot.protocol.session.SessionStatus;
import io.pureboot.protocol.session.SignedReceipt;
import io.pureboot.protocol.session.SourceReady;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Clone sessions: what people do with them, and what their nodes report. */
public final class SessionRoutes {
    /** The session begins; {@code sourceBootMode} is what the source node boots into if it is not in it already. */
    public record Started(String sessionId, String sourceBootMode, String status, String message) {}

    /** The state after a callback. */
    public record SourceReadyAnswer(SessionStatus status, boolean targetBootTriggered) {}

    /** The state after a callback. */
    public record ProgressAnswer(SessionStatus status, double progressPercent) {}

    /** The state after a callback. */
    public record CompleteAnswer(SessionStatus status, long durationSeconds) {}

    /** The state after a callback. */
    public record FailedAnswer(SessionStatus status) {}

    private SessionRoutes() {}

    public static List<Route> of(CloneService clones) {
        Sessions sessions = clones.sessions();
        return List.of(
                Route.post("/clone-sessions", ADMIN, "Make a clone session")
                        .takes(CloneSessionCreate.class)
                        .gives(CloneSession.class)
                        .does(x -> sessions.create(
                                        x.body(CloneSessionCreate.class),
                                        x.caller().name())
                                .thenApply(clones.views()::of)),
                Route.get("/clone-sessions", PERSON, "List clone sessions, newest first")
                        .givesList(CloneSession.class)
                        .queries("status", "clone_mode", "node_id", "limit", "offset")
                        .does(x -> list(x, clones)),
                Route.get("/clone-sessions/{id}", PERSON_OR_NODE, "Show a clone session")
                        .gives(CloneSession.class)
                        .does(x -> clones.views().of(visible(x, sessions))),
                Route.of("PATCH", "/clone-sessions/{id}", ADMIN, "Change a clone session before it starts")
                        .takes(CloneSessionPatch.class)
                        .gives(CloneSession.class)
                        .does(x -> sessions.patch(x.path("id"), x.body(CloneSessionPatch.class))
                                .thenApply(clones.views()::of)),
                Route.of(
                                "DELETE",
                                "/clone-sessions/{id}",
                                ADMIN,
                                "Cancel a session, or delete one that is over; with only=cancel or only=delete just that")
                        .queries("only")
                        .does(x -> Map.of("id", x.path("id"), "status", remove(x, sessions))),
                Route.post("/clone-sessions/{id}/start", ADMIN, "Start cloning")
                        .gives(Started.class)
                        .queries("boot")
                        .does(x -> sessions.start(x.path("id"), x.flag("boot"))
                                .thenApply(row -> new Started(
                                        row.id(), "clone_source_direct", "starting", "The nodes have their orders."))),
                Route.get("/clone-sessions/{id}/certs", NODE, "Get a role's certificate with a key made here")
                        .gives(CertBundle.class)
                        .queries("role")
                        .does(x ->
                                clones.certificates().issue(x.path("id"), role(x), x.node(), null, x.remoteAddress())),
                Route.post("/clone-sessions/{id}/certs", NODE, "Get a role's certificate for the node's own key")
                        .takes(CertRequest.class)
                        .gives(CertBundle.class)
                        .queries("role")
                        .does(x -> clones.certificates()
                                .issue(x.path("id"), role(x), x.node(), x.body(CertRequest.class), x.remoteAddress())),
                Route.post("/clone-sessions/{id}/source-ready", NODE, "The source serves its disk")
                        .takes(SourceReady.class)
                        .gives(SourceReadyAnswer.class)
                        .does(x -> {
                            SessionRow row = clones.source()
                                    .ready(x.path("id"), x.node(), x.body(SourceReady.class), x.remoteAddress());
                            return new SourceReadyAnswer(
                                    row.status(), row.target().nodeId() != null);
                        }),
                Route.post("/clone-sessions/{id}/progress", NODE, "Report progress of a role")
                        .takes(CloneProgressUpdate.class)
                        .gives(ProgressAnswer.class)
                        .does(x -> {
                            SessionRow row = clones.callbacks()
                                    .progress(x.path("id"), x.node(), x.body(CloneProgressUpdate.class));
                            return new ProgressAnswer(
                                    row.status(), clones.views().of(row).progressPercent());
                        }),
                Route.post("/clone-sessions/{id}/complete", NODE, "The target was written and verified")
                        .takes(CloneComplete.class)
                        .gives(CompleteAnswer.class)
                        .does(x -> {
                            SessionRow row =
                                    clones.callbacks().complete(x.path("id"), x.node(), x.body(CloneComplete.class));
                            return new CompleteAnswer(
                                    row.status(), clones.views().seconds(row));
                        }),
                Route.post("/clone-sessions/{id}/failed", NODE, "A role gave up")
                        .takes(CloneFailed.class)
                        .gives(FailedAnswer.class)
                        .does(x -> new FailedAnswer(clones.callbacks()
                                .failed(x.path("id"), x.node(), x.body(CloneFailed.class))
                                .status())),
                Route.get("/clone-sessions/{id}/receipt", PERSON_OR_NODE, "Download the receipt of a finished clone")
                        .gives(SignedReceipt.class)
                        .does(x -> {
                            if (x.caller() instanceof Caller.Node) {
                                visible(x, sessions);
                            }
                            return clones.receipts()
                                    .find(x.path("id"))
                                    .orElseThrow(() -> ProblemException.notFound(
                                            "There is no receipt of session '" + x.path("id") + "'."));
                        }));
    }

    /** A session may end between the look at it and the order: {@code only} says which of the two is meant. */
    private static String remove(Exchange x, Sessions sessions) {
        String id = x.path("id");
        String only = x.query("only");
        if (only == null) {
            return sessions.remove(id) ? "deleted" : "cancelled";
        }
        switch (only) {
            case "cancel" -> {
                sessions.cancel(id);
                return "cancelled";
            }
            case "delete" -> {
                sessions.delete(id);
                return "deleted";
            }
            default -> throw ProblemException.field("only", "must be cancel or delete");
        }
    }

    /** A node sees only sessions it takes part in. */
    private static SessionRow visible(Exchange x, Sessions sessions) {
        SessionRow row = sessions.get(x.path("id"));
        if (x.caller() instanceof Caller.Node node
                && !node.id().equals(row.source().nodeId())
                && !node.id().equals(row.target().nodeId())) {
            throw new ProblemException(ProblemType.FORBIDDEN, "This node takes no part in that session.");
        }
        return row;
    }

    private static Object list(Exchange x, CloneService clones) {
        SessionStore.Filter filter = new SessionStore.Filter(
                choice(x, "status", SessionStatus.class), choice(x, "clone_mode", CloneMode.class), x.query("node_id"));
        int limit = (int) x.number("limit", 50, 1, 200);
        int offset = (int) x.number("offset", 0, 0, Integer.MAX_VALUE);
        return ApiListResponse.of(
                clones.sessions().list(filter, limit, offset).stream()
                        .map(clones.views()::of)
                        .toList(),
                clones.sessions().count(filter));
    }

    private static <E extends Enum<E>> @Nullable E choice(Exchange x, String name, Class<E> type) {
        String text = x.query(name);
        return text == null ? null : Bodies.choice(name, text, type);
    }

    private static CloneRole role(Exchange x) {
        return switch (String.valueOf(x.query("role"))) {
            case "source" -> CloneRole.SOURCE;
            case "target" -> CloneRole.TARGET;
            default -> throw new ProblemException(ProblemType.MALFORMED_REQUEST, "role: must be source or target");
        };
    }
}
