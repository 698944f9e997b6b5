package io.pureboot.node.http;

import static io.pureboot.node.http.Access.PUBLIC;
import static io.pureboot.node.http.Access.SIGNED_IN;

import io.pureboot.protocol.ApiListResponse;
import io.pureboot.protocol.node.NodeInfo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/** The node itself: who it is, what it does, its log, health, metrics and the API's description. */
public final class SystemRoutes {
    /** The node answers. */
    record Health(String status, String version) {}

    private SystemRoutes() {}

    /** {@code sessions} lists what the clone roles on this node are doing. */
    public static List<Route> of(
            Supplier<NodeInfo> node, Supplier<? extends List<?>> sessions, LogRing log, Metrics metrics) {
        return List.of(
                Route.get("/api/v1/nodes/self", SIGNED_IN, context -> node.get()),
                Route.get("/api/v1/nodes/self/sessions", SIGNED_IN, context -> ApiListResponse.of(sessions.get())),
                Route.get("/api/v1/log", SIGNED_IN, context -> ApiListResponse.of(log.lines())),
                Route.get("/health", PUBLIC, context -> new Health("ok", "0.1.0")),
                Route.get(
                        "/metrics",
                        PUBLIC,
                        context -> new Answer(
                                "text/plain; version=0.0.4; charset=utf-8",
                                metrics.text().getBytes(StandardCharsets.UTF_8))),
                Route.get("/api/openapi.json", PUBLIC, context -> new Answer("application/json", openApi())));
    }

    private static byte[] openApi() throws IOException {
        try (InputStream in = SystemRoutes.class.getResourceAsStream("openapi.json")) {
            if (in == null) {
                throw new IOException("openapi.json is missing from this build");
            }
            return in.readAllBytes();
        }
    }
}
