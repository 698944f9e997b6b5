package io.pureboot.controller.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.pureboot.controller.testing.Client;
import io.pureboot.controller.testing.Reply;
import io.pureboot.controller.testing.TestClone;
import io.pureboot.controller.testing.TestController;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad bodies and parameters to every route of the table; afterwards everything is as it was. */
class BadInputTest {
    /** What no route may take, and the status it deserves. */
    private static final Map<String, Integer> BODIES = Map.of(
            "", 400,
            "{", 400,
            "nonsense", 400,
            "null", 400,
            "[]", 400,
            "\"text\"", 400,
            "17", 400,
            "{\"a\"", 400,
            "{\"no_such_field\": 1}", 422,
            "{\"__proto__\": {}}", 422);

    @TempDir
    static Path data;

    static TestController controller;
    static TestClone clone;

    @BeforeAll
    static void start() {
        controller = TestController.start(data);
        clone = TestClone.create(controller).start().sourceReady().cloning();
    }

    @AfterAll
    static void stop() {
        controller.close();
    }

    private static Client rightful(JsonNode operation, String path) {
        String security = operation.path("security").toString();
        if (security.contains("bearer")) {
            return controller.admin();
        }
        return path.contains("source-ready") ? clone.source.client() : clone.target.client();
    }

    private static String filled(String path) {
        String node = path.contains("heartbeat") || path.contains("report") ? clone.target.id() : clone.source.id();
        String query = path.endsWith("/certs") ? "?role=target" : "";
        return path.replace("/nodes/{id}", "/nodes/" + node)
                        .replace("/clone-sessions/{id}", "/clone-sessions/" + clone.id)
                        .replace("{device}", "sda")
                        .replaceAll("\\{[a-z_]+}", "none")
                + query;
    }

    private static String state() {
        StringBuilder state = new StringBuilder();
        for (String path : List.of("/clone-sessions", "/nodes", "/users", "/storage/backends", "/auth/tokens")) {
            state.append(controller.admin().get(path).response().body());
        }
        state.append(clone.source
                .client()
                .get(clone.source.path("/orders"))
                .response()
                .body());
        state.append(
                controller.admin().get(clone.target.path("/disks")).response().body());
        return state.toString().replaceAll("\"last_seen_at\":\"[^\"]*\"", "");
    }

    @Test
    @DisplayName("SC2 SP1 X16 every route that takes a body answers each bad one with a problem, and nothing changes")
    void bodies() {
        String before = state();
        JsonNode paths = controller.anonymous().get("/api/openapi.json").json().path("paths");
        int tried = 0;
        for (var path : paths.properties()) {
            for (var operation : path.getValue().properties()) {
                if (!operation.getValue().has("requestBody")) {
                    continue;
                }
                tried++;
                for (var bad : BODIES.entrySet()) {
                    Reply reply = rightful(operation.getValue(), path.getKey())
                            .call(operation.getKey().toUpperCase(Locale.ROOT), filled(path.getKey()), bad.getKey());
                    String what = operation.getKey() + " " + path.getKey() + " with " + bad.getKey() + ": "
                            + reply.response().body();
                    assertEquals(bad.getValue(), reply.status(), what);
                    assertEquals(
                            "application/problem+json",
                            reply.response()
                                    .headers()
                                    .firstValue("Content-Type")
                                    .orElse(""),
                            what);
                    if (bad.getValue() == 422) {
                        assertTrue(reply.json().path("errors").size() > 0, what);
                    }
                }
            }
        }
        assertTrue(tried >= 18, "only " + tried + " routes take a body");
        assertEquals(before, state());
    }

    @Test
    @DisplayName("X16 every field that is a number, a choice or text refuses another type, and names itself")
    void types() {
        String before = state();
        JsonNode document = controller.anonymous().get("/api/openapi.json").json();
        int tried = 0;
        for (var path : document.path("paths").properties()) {
            for (var operation : path.getValue().properties()) {
                String reference = operation
                        .getValue()
                        .path("requestBody")
                        .path("content")
                        .path("application/json")
                        .path("schema")
                        .path("$ref")
                        .asText();
                if (reference.isEmpty()) {
                    continue;
                }
                JsonNode schema = document.at(reference.substring(1));
                for (var property : schema.path("properties").properties()) {
                    tried++;
                    Reply reply = rightful(operation.getValue(), path.getKey())
                            .call(
                                    operation.getKey().toUpperCase(Locale.ROOT),
                                    filled(path.getKey()),
                                    "{\"" + property.getKey() + "\":"
                                            + wrong(property.getValue()
                                                    .path("type")
                                                    .asText()) + "}");
                    assertEquals(
                            422,
                            reply.status(),
                            () -> path.getKey() + " " + property + " "
                                    + reply.response().body());
                    assertTrue(
                            reply.json().path("errors").findValuesAsText("field").stream()
                                    .anyMatch(field -> field.startsWith(property.getKey())),
                            () -> path.getKey() + " " + property + " "
                                    + reply.response().body());
                }
            }
        }
        assertTrue(tried > 60, "only " + tried + " fields");
        assertEquals(before, state());
    }

    private static String wrong(String type) {
        return switch (type) {
            case "string" -> "{\"an\":\"object\"}";
            case "integer" -> "\"12\"";
            case "boolean" -> "\"true\"";
            default -> "7";
        };
    }

    @Test
    @DisplayName("X16 what Jetty or the router refuses is a problem, too")
    void edges() {
        Client admin = controller.admin();
        admin.get("/no-such-thing").problem(404, "not-found");
        admin.call("PUT", "/nodes", Map.of()).problem(405, "method-not-allowed");
        admin.post("/clone-sessions", "{} {}").problem(400, "malformed-request");
        Reply large = admin.post("/clone-sessions", "x".repeat(9 << 20));
        assertEquals(413, large.status());
        assertEquals(
                "application/problem+json",
                large.response().headers().firstValue("Content-Type").orElse(""));
    }
}
