package io.pureboot.controller.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.pureboot.controller.testing.Client;
import io.pureboot.controller.testing.Reply;
import io.pureboot.controller.testing.TestClone;
import io.pureboot.controller.testing.TestController;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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

    private static final List<String> BAD_DEVICES = List.of(
            "none",
            "%2Fdev%2Fnone",
            "..%2F..%2Fetc%2Fpasswd",
            "%2Fdev%2F..%2Fsda",
            "sda%3Breboot",
            "sda%20%24(reboot)",
            "%00",
            "-rf",
            "%F0%9F%92%BE",
            "s".repeat(300));

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
        boolean ofItself = path.contains("heartbeat")
                || path.contains("report")
                || path.endsWith("operations/progress")
                || path.endsWith("{op_id}/status");
        String node = ofItself ? clone.target.id() : clone.source.id();
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

    /** One method of one path, as the API's description has it. */
    private record Operation(String method, String path, JsonNode described) {
        boolean takesBody() {
            return described.has("requestBody");
        }

        JsonNode schema(JsonNode document) {
            String reference = described
                    .path("requestBody")
                    .path("content")
                    .path("application/json")
                    .path("schema")
                    .path("$ref")
                    .asText();
            return reference.isEmpty() ? MissingNode.getInstance() : document.at(reference.substring(1));
        }

        Reply call(String path, @Nullable String body) {
            return rightful(described, this.path).call(method, path, body);
        }

        /** None where the server does not even read the path, and cuts the connection with the body unread. */
        @Nullable
        String bodyFor(String part) {
            return takesBody() && !part.matches("%00|%2e%2e|\\.\\.%2F.*") ? "{}" : null;
        }

        Reply call(@Nullable String body) {
            return call(filled(path), body);
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private static JsonNode document() {
        return controller.anonymous().get("/api/openapi.json").json();
    }

    private static List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        for (var path : document().path("paths").properties()) {
            for (var operation : path.getValue().properties()) {
                operations.add(new Operation(
                        operation.getKey().toUpperCase(Locale.ROOT), path.getKey(), operation.getValue()));
            }
        }
        return operations;
    }

    private static List<Operation> withBody() {
        return operations().stream().filter(Operation::takesBody).toList();
    }

    private static void assertProblem(Set<Integer> statuses, Reply reply, String what) {
        String text = what + ": " + reply.status() + " " + reply.response().body();
        assertTrue(statuses.contains(reply.status()), text);
        assertEquals(
                "application/problem+json",
                reply.response().headers().firstValue("Content-Type").orElse(""),
                text);
        assertEquals(reply.status(), reply.json().path("status").asInt(), text);
        assertFalse(reply.json().path("detail").asText().isBlank(), text);
        if (reply.status() == 422) {
            assertTrue(reply.json().path("errors").size() > 0, text);
        }
    }

    @Test
    @DisplayName("SC2 SP1 X16 every route that takes a body answers each bad one with a problem, and nothing changes")
    void bodies() {
        String before = state();
        List<Operation> operations = withBody();
        for (Operation operation : operations) {
            for (var bad : BODIES.entrySet()) {
                // Applying needs no body, only operations that wait.
                boolean optional = bad.getKey().isEmpty() && operation.path().endsWith("/apply");
                assertProblem(
                        Set.of(optional ? 400 : bad.getValue()),
                        operation.call(bad.getKey()),
                        operation + " with " + bad.getKey());
            }
            assertProblem(Set.of(400), operation.call("[".repeat(100_000)), operation + " with a deep nest");
            assertProblem(Set.of(413), operation.call("x".repeat(9 << 20)), operation + " with too large a body");
        }
        assertTrue(operations.size() >= 18, "only " + operations.size() + " routes take a body");
        assertEquals(before, state());
    }

    @Test
    @DisplayName("X16 every field that is a number, a choice or text refuses another type, and names itself")
    void types() {
        String before = state();
        JsonNode document = document();
        int tried = 0;
        for (Operation operation : withBody()) {
            for (var property : operation.schema(document).path("properties").properties()) {
                tried++;
                Reply reply = operation.call("{\"" + property.getKey() + "\":"
                        + wrong(property.getValue().path("type").asText()) + "}");
                String what = operation + " " + property;
                assertProblem(Set.of(422), reply, what);
                assertTrue(
                        reply.json().path("errors").findValuesAsText("field").stream()
                                .anyMatch(field -> field.startsWith(property.getKey())),
                        what + " " + reply.response().body());
            }
        }
        assertTrue(tried > 60, "only " + tried + " fields");
        assertEquals(before, state());
    }

    @Test
    @DisplayName("SC2 SP1 X16 a body without anything is refused by every route that needs something, naming a field")
    void missingFields() {
        JsonNode document = document();
        int refused = 0;
        for (Operation operation : withBody()) {
            String before = state();
            Reply reply = operation.call("{}");
            if (reply.status() / 100 == 2) {
                assertEquals(0, operation.schema(document).path("required").size(), operation + " took nothing");
                continue;
            }
            // 400: nothing is queued to be applied.
            Set<Integer> allowed = operation.path().endsWith("/apply") ? Set.of(400) : Set.of(401, 404, 409, 422);
            assertProblem(allowed, reply, operation + " with nothing");
            for (String field : reply.json().path("errors").findValuesAsText("field")) {
                String first = field.split("[.\\[]", 2)[0];
                assertTrue(operation.schema(document).path("properties").has(first), operation + " names " + field);
            }
            refused++;
            assertEquals(before, state(), operation + " changed something");
        }
        assertTrue(refused >= 10, "only " + refused + " routes refused");
    }

    @Test
    @DisplayName("X9 X10 X16 ids of nothing, of others and of no form are refused by every route, and nothing changes")
    void ids() {
        String before = state();
        int tried = 0;
        for (Operation operation : operations()) {
            if (!operation.path().contains("{")) {
                continue;
            }
            for (String id : List.of(
                    "00000000-0000-4000-8000-000000000000",
                    "x",
                    "%27%3B%20DROP%20TABLE%20nodes",
                    "%2e%2e",
                    "%00",
                    "9".repeat(3000))) {
                String path = operation.path().replace("{device}", "sda").replaceAll("\\{[a-z_]+}", id);
                if (path.equals(operation.path())
                        || !operation.path().replace("{device}", "").contains("{")) {
                    continue;
                }
                tried++;
                Set<Integer> due = operation.takesBody() ? Set.of(400, 403, 404, 422) : Set.of(400, 403, 404, 405);
                assertProblem(due, operation.call(path, operation.bodyFor(id)), operation + " " + id);
            }
        }
        assertTrue(tried > 100, "only " + tried);
        assertEquals(before, state());
    }

    @Test
    @DisplayName("X10 ED2 names that are no device's are refused by every route about a device")
    void devices() {
        String before = state();
        int tried = 0;
        for (Operation operation : operations()) {
            for (String device : BAD_DEVICES) {
                if (!operation.path().contains("{device}")) {
                    continue;
                }
                tried++;
                assertProblem(
                        Set.of(400, 404, 422),
                        operation.call(filled(operation.path().replace("{device}", device)), operation.bodyFor(device)),
                        operation + " " + device);
            }
        }
        assertTrue(tried >= BAD_DEVICES.size(), "only " + tried);
        assertEquals(before, state());
    }

    @Test
    @DisplayName("EC2 X16 no query parameter makes any route stumble")
    void queries() {
        String before = state();
        int tried = 0;
        for (Operation operation : operations()) {
            for (JsonNode parameter : operation.described().path("parameters")) {
                if (!parameter.path("in").asText().equals("query")
                        || !operation.method().equals("GET")) {
                    continue;
                }
                for (String value : List.of("", "-1", "99999999999999999999", "%00", "no+such+thing", "%F0%9F%92%BE")) {
                    tried++;
                    String path = filled(operation.path()).replaceFirst("\\?.*", "") + "?"
                            + parameter.path("name").asText() + "=" + value;
                    Reply reply = operation.call(path, null);
                    if (reply.status() / 100 != 2) {
                        assertProblem(Set.of(400, 403, 404, 409, 422), reply, path);
                    }
                }
            }
        }
        assertTrue(tried > 40, "only " + tried);
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
        admin.post("/clone-sessions", "{\"source_node_id\":\"x\"} {}").problem(400, "malformed-request");
        Reply empty = admin.post("/clone-sessions", "{}").problem(422, "validation");
        assertEquals("source_node_id is required", empty.json().path("detail").asText());
    }
}
