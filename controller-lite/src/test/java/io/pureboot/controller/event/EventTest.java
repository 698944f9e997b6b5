package io.pureboot.controller.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.pureboot.controller.testing.MovingClock;
import io.pureboot.controller.testing.TestClone;
import io.pureboot.controller.testing.TestController;
import io.pureboot.controller.testing.TestDisks;
import io.pureboot.controller.testing.TestNode;
import io.pureboot.controller.testing.TestSocket;
import io.pureboot.protocol.session.CloneRole;
import io.pureboot.protocol.session.TransferPhase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventTest {
    @TempDir
    static Path data;

    static MovingClock clock = new MovingClock();
    static TestController controller;

    @BeforeAll
    static void start() {
        controller = TestController.start(data, config -> config.timed(clock));
    }

    @AfterAll
    static void stop() {
        controller.close();
    }

    @Test
    @DisplayName("EV1 EV2 EV3 EV4 EV10 the events of a clone, in order, with the schema's fields")
    void cloneEvents() {
        try (TestSocket socket = TestSocket.open(controller)) {
            TestClone clone = TestClone.create(controller).start();
            JsonNode started = socket.next("clone.started");
            assertEquals(clone.id, started.path("session_id").asText());
            assertEquals(clone.source.id(), started.path("source_node_id").asText());
            assertEquals(clone.target.id(), started.path("target_node_id").asText());
            clone.sourceReady();
            JsonNode ready = socket.next("clone.source_ready");
            assertEquals("127.0.0.1", ready.path("source_ip").asText());
            assertEquals(clone.id, ready.path("session_id").asText());
            clone.ready("127.0.0.1", 9999).data();
            clone.cloning();
            JsonNode progress = socket.next(message -> {
                assertFalse(message.path("type").asText().equals("clone.source_ready"), "sent once only");
                return message.path("type").asText().equals("clone.progress");
            });
            assertEquals(
                    TestClone.USED / 2,
                    progress.path("data").path("bytes_transferred").asLong());
            assertEquals(50.0, progress.path("data").path("progress_percent").asDouble());
            assertEquals(1000, progress.path("data").path("transfer_rate_bps").asLong());
            clock.advance(Duration.ofSeconds(90));
            clone.completed();
            JsonNode completed = socket.next("clone.completed");
            assertEquals(clone.id, completed.path("session_id").asText());
            assertEquals(90, completed.path("duration_seconds").asLong());
        }
    }

    @Test
    @DisplayName("EV3 progress is sent at most once a second for each session")
    void throttled() {
        try (TestSocket socket = TestSocket.open(controller)) {
            TestClone clone = TestClone.create(controller).start().sourceReady();
            List<Long> seen = new ArrayList<>();
            for (int i = 1; i <= 20; i++) {
                clone.progress(clone.target, CloneRole.TARGET, i, TransferPhase.TRANSFERRING, i)
                        .data();
                clock.advance(Duration.ofMillis(250));
            }
            clone.fail(clone.target, "enough").data();
            socket.next(message -> {
                if (message.path("type").asText().equals("clone.progress")) {
                    seen.add(message.path("data").path("bytes_transferred").asLong());
                }
                return message.path("type").asText().equals("clone.failed");
            });
            assertEquals(List.of(1L, 5L, 9L, 13L, 17L), seen);
        }
    }

    @Test
    @DisplayName("EV5 EV10 failed with its error, and cancelled")
    void failedAndCancelled() {
        try (TestSocket socket = TestSocket.open(controller)) {
            TestClone failing = TestClone.create(controller).start().sourceReady();
            failing.fail(failing.source, "read error").data();
            JsonNode failed = socket.next("clone.failed");
            assertEquals("source: read error", failed.path("error").asText());
            assertEquals(failing.id, failed.path("session_id").asText());
            TestClone cancelled = TestClone.create(controller).start();
            cancelled.delete().data();
            assertEquals(
                    cancelled.id,
                    socket.next("clone.cancelled").path("session_id").asText());
        }
    }

    @Test
    @DisplayName("EV6 ED3 one scan_complete for each disk, with the device")
    void scans() {
        try (TestSocket socket = TestSocket.open(controller)) {
            TestNode node = controller.node("scanning");
            node.report(TestDisks.disk("/dev/sda", 1 << 20, "A"), TestDisks.disk("/dev/sdb", 1 << 20, "B"));
            JsonNode first = socket.next("partition.scan_complete");
            assertEquals(node.id(), first.path("node_id").asText());
            assertEquals("/dev/sda", first.path("device").asText());
            assertEquals(
                    "/dev/sdb",
                    socket.next("partition.scan_complete").path("device").asText());
        }
    }

    @Test
    @DisplayName("X16 a node comes and goes: node.online, and node.offline after its silence")
    void presence() {
        try (TestSocket socket = TestSocket.open(controller)) {
            TestNode node = controller.node("coming");
            node.heartbeat();
            assertEquals(
                    node.id(),
                    socket.next(m -> m.path("type").asText().equals("node.online")
                                    && m.path("data").path("node_id").asText().equals(node.id()))
                            .path("data")
                            .path("node_id")
                            .asText());
            clock.advance(Duration.ofSeconds(16));
            socket.next(m -> m.path("type").asText().equals("node.offline")
                    && m.path("data").path("node_id").asText().equals(node.id()));
        }
    }

    @Test
    @DisplayName("EV10 the socket is for people who are signed in; another site's page is not let in by the cookie")
    void authentication() {
        var anonymous = controller.anonymous();
        String token = controller.login("admin", TestController.PASSWORD);
        String cookie = "pureboot_session=" + token;
        refused("/api/v1/ws", Map.of());
        refused("/api/v1/ws?token=wrong", Map.of());
        refused("/api/v1/ws", Map.of("Cookie", "pureboot_session=wrong"));
        refused("/api/v1/ws", Map.of("Cookie", cookie, "Origin", "https://evil.example"));
        TestSocket.open(anonymous, "/api/v1/ws", Map.of("Cookie", cookie, "Origin", controller.url()))
                .close();
    }

    private static void refused(String path, Map<String, String> headers) {
        CompletionException refused = assertThrows(
                CompletionException.class,
                () -> TestSocket.open(controller.anonymous(), path, headers).close());
        assertTrue(String.valueOf(refused.getCause()).contains("WebSocketHandshakeException"), refused.toString());
    }

    @Test
    @DisplayName("EV10 ping is answered with pong, anything else with nothing")
    void ping() {
        try (TestSocket socket = TestSocket.open(controller)) {
            socket.send("{\"type\":\"clone.completed\"}");
            socket.send("ping");
            assertEquals("pong", socket.next(message -> true).path("type").asText());
        }
    }
}
