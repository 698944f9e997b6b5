package io.pureboot.controller.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.pureboot.controller.testing.Client;
import io.pureboot.controller.testing.Reply;
import io.pureboot.controller.testing.TestClone;
import io.pureboot.controller.testing.TestController;
import io.pureboot.protocol.session.CloneSession;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenApiTest {
    @TempDir
    static Path data;

    static TestController controller;
    static JsonNode document;

    @BeforeAll
    static void start() {
        controller = TestController.start(data);
        document = controller.anonymous().get("/api/openapi.json").json();
    }

    @AfterAll
    static void stop() {
        controller.close();
    }

    @Test
    @DisplayName("X16 what the document names the server answers, and what it does not name is a 404 or 405")
    void routesAndDocumentAgree() {
        List<String> methods = List.of("get", "post", "put", "patch", "delete");
        // A sign-in of its own: one of the calls signs out.
        Client caller = controller.anonymous().withToken(controller.login("admin", TestController.PASSWORD));
        for (var path : document.path("paths").properties()) {
            String filled = path.getKey().replaceAll("\\{[a-z_]+}", "x");
            for (String method : methods) {
                Reply reply = caller.call(method.toUpperCase(Locale.ROOT), filled, null);
                boolean routed = reply.status() != 405
                        && !reply.response().body().contains("Endpoint " + method.toUpperCase(Locale.ROOT));
                assertEquals(named(method, filled), routed, method + " " + filled + " " + reply.status());
            }
        }
    }

    /** Whether any template of the document matches; {@code /nodes/enrol} is also a {@code /nodes/{id}}. */
    private static boolean named(String method, String path) {
        return document.path("paths").properties().stream()
                .filter(entry -> entry.getValue().has(method))
                .map(entry -> entry.getKey().replace("{device}", ".+").replaceAll("\\{[a-z_]+}", "[^/]+"))
                .anyMatch(path::matches);
    }

    @Test
    @DisplayName("X16 the seed's and upstream's paths are all there")
    void paths() {
        Set<String> there = new HashSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(method -> there.add(method + " " + path.getKey())));
        List<String> missing = new ArrayList<>(List.of(
                "post /api/v1/clone-sessions",
                "get /api/v1/clone-sessions",
                "get /api/v1/clone-sessions/{id}",
                "patch /api/v1/clone-sessions/{id}",
                "delete /api/v1/clone-sessions/{id}",
                "post /api/v1/clone-sessions/{id}/start",
                "get /api/v1/clone-sessions/{id}/certs",
                "post /api/v1/clone-sessions/{id}/source-ready",
                "post /api/v1/clone-sessions/{id}/progress",
                "post /api/v1/clone-sessions/{id}/complete",
                "post /api/v1/clone-sessions/{id}/failed",
                "post /api/v1/clone-sessions/{id}/analyze",
                "get /api/v1/clone-sessions/{id}/plan",
                "get /api/v1/nodes/{id}/disks",
                "get /api/v1/nodes/{id}/disks/{device}",
                "post /api/v1/nodes/{id}/disks/scan",
                "get /api/v1/nodes/{id}/disks/scan-status",
                "post /api/v1/nodes/{id}/disks/report",
                "post /api/v1/nodes/{id}/command",
                "get /api/v1/nodes/{id}/command",
                "get /api/v1/storage/backends",
                "get /health",
                "get /metrics"));
        missing.removeAll(there);
        assertEquals(List.of(), missing);
    }

    @Test
    @DisplayName(
            "SR1 SR2 SR3 SR4 SR5 SR6 SR7 SR8 SR9 SR10 SR11 SR12 SR13 SR14 SR15 SR16 SR17 SR18 SR19 SR20 an answer has exactly the fields its schema names, and no reference leads nowhere")
    void schemas() {
        JsonNode schema = document.at("/components/schemas/CloneSession");
        TestClone clone = TestClone.create(controller);
        Set<String> shown = new HashSet<>();
        controller.admin().get(clone.path("")).data().fieldNames().forEachRemaining(shown::add);
        Set<String> named = new HashSet<>();
        schema.path("properties").fieldNames().forEachRemaining(named::add);
        assertEquals(named, shown);
        assertEquals(CloneSession.class.getRecordComponents().length, named.size());
        assertTrue(schema.path("required").toString().contains("\"bytes_transferred\""));
        assertFalse(schema.path("required").toString().contains("\"source_ip\""));
        for (JsonNode reference : document.findValues("$ref")) {
            assertFalse(document.at(reference.asText().substring(1)).isMissingNode(), reference.asText());
        }
        Set<String> ids = new HashSet<>();
        document.findValues("operationId").forEach(id -> assertTrue(ids.add(id.asText()), id.asText()));
    }

    @Test
    @DisplayName("X16 health and metrics answer without credentials; metrics in Prometheus text")
    void healthAndMetrics() {
        assertEquals(
                "ok",
                controller.anonymous().get("/health").data().path("status").asText());
        TestClone.create(controller).start();
        String metrics = controller.anonymous().get("/metrics").response().body();
        assertTrue(
                metrics.lines()
                        .allMatch(line -> line.matches("# (HELP|TYPE) .*|[a-z_]+(\\{[a-z]+=\"[a-z_]+\"})? \\d+")),
                metrics);
        assertTrue(metrics.contains("pureboot_nodes{state=\"online\"} "), metrics);
        assertTrue(metrics.contains("pureboot_clone_sessions{status=\"pending\"} "), metrics);
        JsonNode ca = controller.anonymous().get("/ca").data();
        assertEquals(controller.caPem(), ca.path("ca_pem").asText());
        assertEquals(controller.caSha256(), ca.path("sha256").asText());
    }

    @Test
    @DisplayName("KD4 no route carries data of disks: a whole session costs the controller a few hundred kilobytes")
    void notInTheDataPath() {
        long before = received();
        TestClone.create(controller).start().sourceReady().cloning().completed();
        long bytes = received() - before;
        assertTrue(bytes > 1_000 && bytes < 300_000, bytes + " bytes for a clone of " + TestClone.USED);
    }

    private static long received() {
        return controller
                .anonymous()
                .get("/metrics")
                .response()
                .body()
                .lines()
                .filter(line -> line.startsWith("pureboot_network_received_bytes_total "))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1)))
                .sum();
    }
}
