package io.pureboot.controller.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.pureboot.controller.testing.Reply;
import io.pureboot.controller.testing.TestClone;
import io.pureboot.controller.testing.TestController;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the server answers is what its OpenAPI document says, absent and null fields too. */
class AnswersFitSchemaTest {
    @TempDir
    static Path data;

    static TestController controller;
    static JsonNode document;

    private final List<String> misfits = new ArrayList<>();

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
    @DisplayName(
            "X16 every answer to a GET, and every problem, has the fields of its schema, null only where it may be")
    void answers() {
        String clone = TestClone.create(controller).path("").replaceAll(".*/", "");
        String node = controller.admin().get("/nodes").data().get(0).path("id").asText();
        int fitting = 0;
        for (var path : document.path("paths").properties()) {
            JsonNode get = path.getValue().path("get");
            String id = path.getKey().contains("/clone-sessions/") ? clone : node;
            String filled = path.getKey().replace("{id}", id).replaceAll("\\{[a-z_]+}", "x");
            if (get.isMissingNode() || get.toString().contains("wait")) {
                continue;
            }
            Reply reply = controller.admin().get(filled);
            boolean good = reply.status() < 300;
            JsonNode schema = good
                    ? get.path("responses")
                            .path(Integer.toString(reply.status()))
                            .path("content")
                            .path("application/json")
                            .path("schema")
                    : document.at("/components/schemas/Problem");
            if (!schema.isMissingNode()) {
                compare(path.getKey() + " " + reply.status(), schema, reply.json());
                fitting += good ? 1 : 0;
            }
        }
        assertTrue(fitting >= 8, "only " + fitting + " answers were compared");
        compare(
                "a refused field",
                document.at("/components/schemas/Problem"),
                controller
                        .admin()
                        .post("/clone-sessions", Map.of("sourcenode", "x"))
                        .json());
        assertEquals(List.of(), misfits);
    }

    @Test
    @DisplayName("X16 what a request must have is named as required, what may be null as nullable")
    void requests() {
        JsonNode create = document.at("/components/schemas/CloneSessionCreate");
        assertEquals("[\"source_node_id\"]", create.path("required").toString());
        JsonNode session = document.at("/components/schemas/CloneSession/properties");
        for (String name : List.of("error_message", "name", "source_ip")) {
            assertTrue(session.path(name).path("nullable").asBoolean(), name);
        }
        assertFalse(session.path("id").has("nullable"));
        assertFalse(
                document.at("/components/schemas/Problem/required").toString().contains("errors"));
    }

    private void compare(String where, JsonNode schema, JsonNode value) {
        if (schema.has("$ref")) {
            compare(where, document.at(schema.path("$ref").asText().substring(1)), value);
            return;
        }
        if (value.isNull()) {
            if (!schema.path("nullable").asBoolean() && !schema.isEmpty()) {
                misfits.add(where + " is null");
            }
            return;
        }
        schema.path("allOf").forEach(part -> compare(where, part, value));
        boolean typed = switch (schema.path("type").asText()) {
            case "string" -> value.isTextual();
            case "boolean" -> value.isBoolean();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            default -> true;
        };
        if (!typed) {
            misfits.add(where + " is no " + schema.path("type").asText() + ": " + value);
            return;
        }
        if (value.isArray()) {
            value.forEach(element -> compare(where + "[]", schema.path("items"), element));
        } else if (value.isObject() && schema.has("properties")) {
            schema.path("required").forEach(name -> {
                if (!value.has(name.asText())) {
                    misfits.add(where + "." + name.asText() + " is absent");
                }
            });
            value.properties().forEach(field -> {
                JsonNode property = schema.path("properties").path(field.getKey());
                if (property.isMissingNode()) {
                    misfits.add(where + "." + field.getKey() + " is not in the schema");
                } else {
                    compare(where + "." + field.getKey(), property, field.getValue());
                }
            });
        }
    }
}
