package io.pureboot.controller.http;

import static io.pureboot.controller.http.Access.ADMIN;
import static io.pureboot.controller.http.Access.NODE;
import static io.pureboot.controller.http.Access.PERSON;
import static io.pureboot.controller.http.Access.PERSON_OR_NODE;
import static io.pureboot.controller.http.Access.PUBLIC;

import io.pureboot.controller.auth.Caller;
import io.pureboot.controller.check.Fields;
import io.pureboot.controller.node.Enrolment;
import io.pureboot.controller.node.Heartbeats;
import io.pureboot.controller.node.NodeErrands;
import io.pureboot.controller.node.NodeRegistry;
import io.pureboot.controller.node.NodeViews;
import io.pureboot.controller.node.OrderBook;
import io.pureboot.protocol.node.CertificateRenewal;
import io.pureboot.protocol.node.EnrolmentRequest;
import io.pureboot.protocol.node.EnrolmentResponse;
import io.pureboot.protocol.node.Heartbeat;
import io.pureboot.protocol.node.NodeInfo;
import io.pureboot.protocol.node.NodeRegistration;
import io.pureboot.protocol.node.Orders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Nodes: enrolment, heartbeats, orders, commands, and the list people see. */
public final class NodeRoutes {
    private static final long MAX_WAIT_SECONDS = 60;
    private static final long MAX_TOKEN_SECONDS = Duration.ofDays(30).toSeconds();

    /** Asks for an enrolment token; lifetime in seconds, one hour when absent. */
    public record TokenRequest(
            @Nullable Long ttlSeconds, @Nullable String note) {}

    /** The token, shown this once, and how to use it. */
    public record TokenView(String token, Instant expiresAt, String caSha256, String command) {}

    /** What is wanted: {@code poweroff}, {@code reboot} or {@code rescan}. */
    public record CommandRequest(@Nullable String command) {}

    /** The command a node has still to carry out, or null. */
    public record CommandView(
            String nodeId,
            @Nullable String pendingCommand,
            @Nullable String command) {}

    /** The version of the orders now, so that a node knows when to fetch them. */
    public record HeartbeatAnswer(long ordersVersion) {}

    private NodeRoutes() {}

    public static List<Route> of(
            Enrolment enrolment,
            NodeRegistry registry,
            NodeViews views,
            Heartbeats heartbeats,
            OrderBook book,
            NodeErrands errands,
            String caSha256) {
        return List.of(
                Route.post("/enrolment-tokens", ADMIN, "Make a one-time token that enrols one node")
                        .takes(TokenRequest.class)
                        .gives(TokenView.class)
                        .does(x -> token(x, enrolment, caSha256)),
                Route.post("/nodes/enrol", PUBLIC, "Enrol a machine with a one-time token")
                        .takes(EnrolmentRequest.class)
                        .gives(EnrolmentResponse.class)
                        .does(x -> {
                            EnrolmentResponse response =
                                    enrolment.enrol(x.body(EnrolmentRequest.class), x.remoteAddress());
                            RouteHandler.detail(x, "node " + response.nodeId());
                            book.refresh(response.nodeId());
                            return response;
                        }),
                Route.post("/nodes/renew", NODE, "Get the next node certificate")
                        .takes(CertificateRenewal.class)
                        .gives(EnrolmentResponse.class)
                        .does(x -> enrolment.renew(x.node(), x.body(CertificateRenewal.class), x.remoteAddress())),
                Route.get("/nodes", PERSON, "List nodes")
                        .givesList(NodeInfo.class)
                        .does(x -> io.pureboot.protocol.ApiListResponse.of(views.all())),
                Route.post("/nodes", ADMIN, "Enter a node by hand, by its MAC address, before it is first booted")
                        .takes(NodeRegistration.class)
                        .gives(NodeInfo.class)
                        .answering(201)
                        .does(x -> views.get(registry.create(x.body(NodeRegistration.class)))),
                Route.get("/nodes/{id}", PERSON_OR_NODE, "Show a node")
                        .gives(NodeInfo.class)
                        .does(x -> views.get(x.path("id"))),
                Route.of("PATCH", "/nodes/{id}", ADMIN, "Change what is known of a node")
                        .takes(NodeRegistration.class)
                        .gives(NodeInfo.class)
                        .does(x -> {
                            registry.change(x.path("id"), x.body(NodeRegistration.class));
                            return views.get(x.path("id"));
                        }),
                Route.of("DELETE", "/nodes/{id}", ADMIN, "Forget a node; its certificates are no longer accepted")
                        .does(x -> {
                            registry.delete(x.path("id"));
                            return Map.of("id", x.path("id"));
                        }),
                Route.post("/nodes/{id}/heartbeat", NODE, "Say that the node is alive")
                        .takes(Heartbeat.class)
                        .gives(HeartbeatAnswer.class)
                        .does(x -> {
                            heartbeats.take(x.node(), x.body(Heartbeat.class), x.remoteAddress());
                            return new HeartbeatAnswer(book.current(x.node()).version());
                        }),
                Route.get("/nodes/{id}/orders", NODE, "Fetch the node's orders, waiting for a change")
                        .gives(Orders.class)
                        .queries("after", "wait")
                        .does(x -> book.await(
                                x.node(),
                                x.query("after") == null ? null : x.number("after", 0, Long.MIN_VALUE, Long.MAX_VALUE),
                                Duration.ofSeconds(x.number("wait", 0, 0, MAX_WAIT_SECONDS)))),
                Route.post("/nodes/{id}/command", ADMIN, "Ask a node to power off, reboot or rescan")
                        .takes(CommandRequest.class)
                        .gives(CommandView.class)
                        .does(x -> {
                            errands.command(
                                    x.path("id"), x.body(CommandRequest.class).command());
                            return command(x, views);
                        }),
                Route.get("/nodes/{id}/command", PERSON_OR_NODE, "Show the command a node has still to carry out")
                        .gives(CommandView.class)
                        .queries("clear")
                        .does(x -> {
                            CommandView view = command(x, views);
                            // Reading must not lose the command: only the node itself says that it has taken it.
                            if (x.flag("clear") && x.caller() instanceof Caller.Node) {
                                errands.commandTaken(x.path("id"));
                            }
                            return view;
                        }));
    }

    private static CommandView command(Exchange x, NodeViews views) {
        NodeInfo node = views.get(x.path("id"));
        return new CommandView(node.id(), node.pendingCommand(), node.pendingCommand());
    }

    private static TokenView token(Exchange x, Enrolment enrolment, String caSha256) {
        TokenRequest request = x.body(TokenRequest.class);
        new Fields()
                .range("ttl_seconds", request.ttlSeconds(), 1, MAX_TOKEN_SECONDS)
                .text("note", request.note(), 255)
                .orThrow();
        Duration lifetime = Duration.ofSeconds(request.ttlSeconds() == null ? 3600 : request.ttlSeconds());
        Enrolment.Token token =
                enrolment.newToken(lifetime, request.note(), x.caller().name());
        String host = x.host().matches("[A-Za-z0-9.:\\[\\]-]+") ? x.host() : "CONTROLLER:8443";
        String command = "./pureboot node --server https://" + host + " --token " + token.token() + " --ca " + caSha256;
        return new TokenView(token.token(), token.expiresAt(), caSha256, command);
    }
}
