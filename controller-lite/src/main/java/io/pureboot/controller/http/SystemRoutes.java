package io.pureboot.controller.http;

import static io.pureboot.controller.http.Access.PUBLIC;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pureboot.controller.ca.CertificateAuthority;
import io.pureboot.protocol.ProtocolJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/** The CA's certificate, health, metrics and the description of the API. */
public final class SystemRoutes {
    /** The certificate nodes and browsers trust, and its SHA-256 as boot lines carry it. */
    public record Authority(String caPem, String sha256) {}

    /** The server answers, and so does its database. */
    public record Health(String status, String version) {}

    private SystemRoutes() {}

    /** {@code alive} throws when the database does not answer; {@code metrics} gives Prometheus text. */
    public static List<Route> of(
            CertificateAuthority authority, Runnable alive, Supplier<String> metrics, Supplier<ObjectNode> openApi) {
        return List.of(
                Route.get("/ca", PUBLIC, "Get the certificate of the controller's CA")
                        .gives(Authority.class)
                        .does(x -> new Authority(authority.pem(), authority.sha256())),
                Route.get("/health", PUBLIC, "Say that the controller works")
                        .atRoot()
                        .gives(Health.class)
                        .does(x -> {
                            alive.run();
                            return new Health("ok", "0.1.0");
                        }),
                Route.get("/metrics", PUBLIC, "Metrics in Prometheus text format")
                        .atRoot()
                        .does(x -> new Answer(
                                200,
                                "text/plain; version=0.0.4; charset=utf-8",
                                metrics.get().getBytes(StandardCharsets.UTF_8))),
                Route.get("/api/openapi.json", PUBLIC, "This API as an OpenAPI 3 document")
                        .atRoot()
                        .does(x -> new Answer(
                                200, "application/json", ProtocolJson.mapper().writeValueAsBytes(openApi.get()))));
    }
}
