package io.pureboot.controller.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.pureboot.controller.testing.Client;
import io.pureboot.controller.testing.Reply;
import io.pureboot.controller.testing.TestController;
import io.pureboot.controller.testing.TestNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every route against every kind of caller, from the OpenAPI document: a new route is in it by itself. */
class AccessTest {
    @TempDir
    static Path data;

    static TestController controller;
    static Client viewer;
    static TestNode node;

    @BeforeAll
    static void start() {
        controller = TestController.start(data);
        controller
                .admin()
                .post("/users", Map.of("username", "looker", "password", "a long password", "role", "viewer"))
                .data();
        viewer = controller.anonymous().withToken(controller.login("looker", "a long password"));
        node = controller.node("caller");
    }

    @AfterAll
    static void stop() {
        controller.close();
    }

    record Operation(String method, String path, Set<String> schemes, boolean body) {}

    static List<Operation> operations() {
        List<Operation> all = new ArrayList<>();
        JsonNode paths = controller.anonymous().get("/api/openapi.json").json().path("paths");
        paths.properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    Set<String> schemes = new HashSet<>();
                    operation
                            .getValue()
                            .path("security")
                            .forEach(s -> s.fieldNames().forEachRemaining(schemes::add));
                    all.add(new Operation(
                            operation.getKey().toUpperCase(Locale.ROOT),
                            path.getKey(),
                            schemes,
                            operation.getValue().has("requestBody")));
                }));
        assertTrue(all.size() > 40, all.toString());
        return all;
    }

    private static Reply call(Client client, Operation operation, String nodeId) {
        String path = operation
                .path()
                .replace("/nodes/{id}", "/nodes/" + nodeId)
                .replace("{device}", "sda")
                .replaceAll("\\{[a-z_]+}", "11111111-1111-1111-1111-111111111111");
        return client.call(operation.method(), path, operation.body() ? Map.of() : null);
    }

    @Test
    @DisplayName("X9 X16 without credentials only the public routes answer")
    void anonymous() {
        int open = 0;
        for (Operation operation : operations()) {
            if (operation.schemes().isEmpty()) {
                open++;
            } else {
                call(controller.anonymous(), operation, node.id()).problem(401, "not-authenticated");
            }
        }
        assertEquals(6, open, "enrol, login, ca, health, metrics and this document");
    }

    @Test
    @DisplayName("X9 a node reaches only what is for nodes, and only of itself")
    void nodes() {
        TestNode other = controller.node("other");
        for (Operation operation : operations()) {
            if (operation.schemes().isEmpty()) {
                continue;
            }
            if (!operation.schemes().contains("node_certificate")) {
                call(node.client(), operation, node.id()).problem(403, "forbidden");
            } else if (operation.path().contains("/nodes/{id}")) {
                call(node.client(), operation, other.id()).problem(403, "forbidden");
            } else {
                assertTrue(call(node.client(), operation, node.id()).status() != 401, operation.toString());
            }
        }
    }

    @Test
    @DisplayName("X16 a viewer reaches no route that changes anything but his own tokens and sign-in")
    void viewers() {
        for (Operation operation : operations()) {
            boolean own = operation.path().startsWith("/api/v1/auth/")
                    || operation.path().endsWith("/analyze");
            if (!operation.method().equals("GET") && !operation.schemes().isEmpty() && !own) {
                call(viewer, operation, node.id()).problem(403, "forbidden");
            }
        }
        viewer.get("/auth/me").data();
    }

    @Test
    @DisplayName("X9 not even an admin speaks for a node")
    void adminIsNoNode() {
        for (Operation operation : operations()) {
            if (operation.schemes().equals(Set.of("node_certificate"))) {
                call(controller.admin(), operation, node.id()).problem(403, "forbidden");
            }
        }
    }
}
