package io.pureboot.controller.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.controller.testing.TestClone;
import io.pureboot.controller.testing.TestController;
import io.pureboot.controller.testing.TestNode;
import io.pureboot.protocol.node.Heartbeat;
import io.pureboot.protocol.node.NodeInfo;
import io.pureboot.protocol.node.Order;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeTest {
    @TempDir
    static Path data;

    static TestController controller;

    @BeforeAll
    static void start() {
        controller = TestController.start(data);
    }

    @AfterAll
    static void stop() {
        controller.close();
    }

    @Test
    @DisplayName("X16 heartbeats keep a node online and write nothing unless it says something new")
    void heartbeats() throws Exception {
        TestNode node = controller.node("beating");
        node.heartbeat();
        Path wal = data.resolve("pureboot.db-wal");
        long size = Files.size(wal);
        for (int i = 0; i < 50; i++) {
            assertEquals(node.orders().version(), node.heartbeat());
        }
        assertEquals(size, Files.size(wal));
        assertTrue(controller.admin().get(node.path("")).data(NodeInfo.class).online());
        node.client()
                .post(node.path("/heartbeat"), new Heartbeat("pending", List.of(), List.of("10.9.9.9"), null))
                .data();
        assertEquals(
                List.of("10.9.9.9"),
                controller.admin().get(node.path("")).data(NodeInfo.class).addresses());
        assertTrue(Files.size(wal) > size);
    }

    @Test
    @DisplayName("X16 commands: asked by an admin, kept until the node has taken it, reading does not lose it")
    void commands() {
        TestNode node = controller.node("commanded");
        controller
                .admin()
                .post(node.path("/command"), Map.of("command", "format"))
                .problem(422, "validation")
                .names("command");
        controller
                .admin()
                .post(node.path("/command"), Map.of())
                .problem(422, "validation")
                .names("command");
        controller
                .admin()
                .post(node.path("/command"), Map.of("command", "reboot"))
                .data();
        assertEquals("reboot", node.orders(Order.Command.class).getFirst().command());
        controller.admin().get(node.path("/command?clear=true")).data();
        assertEquals(
                "reboot",
                node.client()
                        .get(node.path("/command"))
                        .data()
                        .path("pending_command")
                        .asText());
        assertEquals(
                "reboot",
                node.client()
                        .get(node.path("/command?clear=true"))
                        .data()
                        .path("command")
                        .asText());
        assertTrue(node.orders(Order.Command.class).isEmpty());
        assertTrue(controller
                .admin()
                .get(node.path("/command"))
                .data()
                .path("pending_command")
                .isNull());
        node.client()
                .get(node.path("/command?clear=maybe"))
                .problem(422, "validation")
                .names("clear");
    }

    @Test
    @DisplayName("X16 nodes are entered, changed, listed and forgotten")
    void crud() {
        var made = controller.admin().post("/nodes", Map.of("mac_address", "52:54:00:bb:00:01", "hostname", "new"));
        assertEquals(201, made.status());
        String id = made.data().path("id").asText();
        controller
                .admin()
                .post("/nodes", Map.of("mac_address", "52:54:00:BB:00:01"))
                .problem(409, "conflict");
        controller.admin().post("/nodes", Map.of()).problem(422, "validation").names("mac_address");
        assertEquals(
                "renamed",
                controller
                        .admin()
                        .call("PATCH", "/nodes/" + id, Map.of("hostname", "renamed"))
                        .data()
                        .path("hostname")
                        .asText());
        assertTrue(controller.admin().get("/nodes").response().body().contains("renamed"));
        controller.admin().call("DELETE", "/nodes/" + id, null).data();
        controller.admin().get("/nodes/" + id).problem(404, "not-found");
        controller
                .admin()
                .call("PATCH", "/nodes/" + id, Map.of("hostname", "x"))
                .problem(404, "not-found");
        controller.admin().call("DELETE", "/nodes/" + id, null).problem(404, "not-found");
    }

    @Test
    @DisplayName("TS5 a node that a session speaks of is not forgotten; a forgotten one is locked out")
    void deleteReferenced() {
        TestClone clone = TestClone.create(controller);
        controller.admin().call("DELETE", clone.source.path(""), null).problem(409, "conflict");
        controller.admin().call("DELETE", clone.target.path(""), null).problem(409, "conflict");
        clone.delete().data();
        clone.delete().data();
        controller.admin().call("DELETE", clone.source.path(""), null).data();
        clone.source.client().post(clone.source.path("/heartbeat"), Map.of()).problem(401, "not-authenticated");
        controller.admin().get(clone.source.path("/disks")).problem(404, "not-found");
    }

    @Test
    @DisplayName("X16 the state says what a clone makes of a node, and goes back when it is over")
    void states() {
        TestClone clone = TestClone.create(controller).start();
        assertEquals("serving_source", state(clone.source));
        assertEquals("cloning_target", state(clone.target));
        clone.sourceReady().cloning().completed();
        assertEquals("active", state(clone.source));
        assertEquals("active", state(clone.target));
        assertFalse(clone.view().sourceOnline() && state(clone.source).isEmpty());
    }

    private static String state(TestNode node) {
        return controller.admin().get(node.path("")).data(NodeInfo.class).state();
    }
}
