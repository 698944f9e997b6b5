package io.pureboot.controller.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.pureboot.controller.ca.Certificates;
import io.pureboot.controller.testing.MovingClock;
import io.pureboot.controller.testing.Reply;
import io.pureboot.controller.testing.TestController;
import io.pureboot.controller.testing.TestKey;
import io.pureboot.controller.testing.TestNode;
import io.pureboot.controller.testing.TestTls;
import io.pureboot.protocol.Identities;
import io.pureboot.protocol.node.CertificateRenewal;
import io.pureboot.protocol.node.EnrolmentRequest;
import io.pureboot.protocol.node.EnrolmentResponse;
import io.pureboot.protocol.node.NodeInfo;
import io.pureboot.protocol.node.NodeRegistration;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnrolmentTest {
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

    private static Reply enrol(String token, TestKey key, NodeRegistration machine) {
        return controller.anonymous().post("/nodes/enrol", new EnrolmentRequest(token, key.csr(), machine));
    }

    @Test
    @DisplayName("X16 KD6 a machine becomes a node with a certificate that says so")
    void enrols() throws Exception {
        TestKey key = TestKey.make();
        NodeRegistration machine = TestNode.machine("alpha", "52:54:00:AA:00:01");
        EnrolmentResponse response = enrol(controller.newToken(), key, machine).data(EnrolmentResponse.class);
        var certificate = TestTls.certificate(response.certPem());
        assertEquals(
                Identities.node(response.nodeId()),
                Certificates.identity(certificate).orElseThrow());
        assertEquals(key.pair().getPublic(), certificate.getPublicKey());
        assertEquals(controller.caPem(), response.caPem());
        assertTrue(certificate.getSubjectAlternativeNames().toString().contains("10.1.2.3"));
        assertTrue(response.renewAfter().isBefore(certificate.getNotAfter().toInstant()));
        NodeInfo node = controller.admin().get("/nodes/" + response.nodeId()).data(NodeInfo.class);
        assertEquals("52:54:00:aa:00:01", node.macAddress());
        assertEquals("active", node.state());
        assertEquals("127.0.0.1", node.ipAddress());
        assertEquals(machine.addresses(), node.addresses());
        assertEquals("uefi", node.bootMode());
    }

    @Test
    @DisplayName("X9 who got no answer may ask again with the same token for the same key, and nobody for another")
    void again() {
        String token = controller.newToken();
        NodeRegistration machine = TestNode.machine("again", "52:54:00:aa:00:0a");
        EnrolmentRequest request = new EnrolmentRequest(token, TestKey.make().csr(), machine);
        EnrolmentResponse lost =
                controller.anonymous().post("/nodes/enrol", request).data(EnrolmentResponse.class);
        EnrolmentResponse arrived =
                controller.anonymous().post("/nodes/enrol", request).data(EnrolmentResponse.class);
        assertEquals(lost.nodeId(), arrived.nodeId());
        enrol(token, TestKey.make(), machine).problem(403, "forbidden");
        EnrolmentRequest elsewhere =
                new EnrolmentRequest(token, request.csrPem(), TestNode.machine("thief", "52:54:00:aa:00:0b"));
        controller.anonymous().post("/nodes/enrol", elsewhere).problem(403, "forbidden");
    }

    @Test
    @DisplayName("X9 a token is good once, for its time, and only its digest is kept")
    void tokens() {
        String token = controller.newToken();
        enrol(token, TestKey.make(), TestNode.machine("b", "52:54:00:aa:00:02")).data();
        enrol(token, TestKey.make(), TestNode.machine("c", "52:54:00:aa:00:03")).problem(403, "forbidden");
        enrol("made up", TestKey.make(), TestNode.machine("c", "52:54:00:aa:00:03"))
                .problem(403, "forbidden");
        String late = controller.newToken();
        clock.advance(Duration.ofSeconds(61));
        enrol(late, TestKey.make(), TestNode.machine("c", "52:54:00:aa:00:03")).problem(403, "forbidden");
        assertFalse(controller.admin().get("/nodes").response().body().contains("52:54:00:aa:00:03"));
        JsonNode made = controller
                .admin()
                .post("/enrolment-tokens", Map.of("ttl_seconds", 600))
                .data();
        assertEquals(
                clock.instant().plusSeconds(600),
                Instant.parse(made.path("expires_at").asText()));
        assertEquals(controller.caSha256(), made.path("ca_sha256").asText());
        assertTrue(made.path("command").asText().contains(controller.url()), made.toString());
    }

    @Test
    @DisplayName("X9 a request that is wrong does not use the token up")
    void wrongRequestKeepsToken() {
        String token = controller.newToken();
        NodeRegistration machine = TestNode.machine("d", "52:54:00:aa:00:04");
        TestKey key = TestKey.make();
        Map<String, Object> body = new HashMap<>();
        body.put("token", token);
        body.put("csr_pem", key.csrSignedBy(TestKey.make()));
        body.put("node", machine);
        controller
                .anonymous()
                .post("/nodes/enrol", body)
                .problem(422, "validation")
                .names("csr_pem");
        body.put("csr_pem", key.csr());
        body.put("node", Map.of("hostname", "x".repeat(300)));
        controller
                .anonymous()
                .post("/nodes/enrol", body)
                .problem(422, "validation")
                .names("node.hostname");
        body.put("node", Map.of("mac_address", "not one"));
        controller
                .anonymous()
                .post("/nodes/enrol", body)
                .problem(422, "validation")
                .names("node.mac_address");
        body.put("node", Map.of("ui_url", "http://plain"));
        controller
                .anonymous()
                .post("/nodes/enrol", body)
                .problem(422, "validation")
                .names("node.ui_url");
        body.remove("node");
        controller
                .anonymous()
                .post("/nodes/enrol", body)
                .problem(422, "validation")
                .names("node");
        enrol(token, key, machine).data();
    }

    @Test
    @DisplayName("X16 the same machine stays the same node; its old certificate is no longer accepted")
    void sameMachine() {
        NodeRegistration machine = TestNode.machine("e", "52:54:00:aa:00:05");
        TestKey key = TestKey.make();
        EnrolmentResponse first = enrol(controller.newToken(), key, machine).data(EnrolmentResponse.class);
        TestNode before = TestNode.of(controller, key, first);
        before.heartbeat();
        TestKey newKey = TestKey.make();
        EnrolmentResponse second = enrol(controller.newToken(), newKey, machine).data(EnrolmentResponse.class);
        assertEquals(first.nodeId(), second.nodeId());
        TestNode.of(controller, newKey, second).heartbeat();
        before.client().post(before.path("/heartbeat"), Map.of()).problem(401, "not-authenticated");
        EnrolmentResponse neighbour = enrol(
                        controller.newToken(), TestKey.make(), TestNode.machine("another name", "52:54:00:aa:00:05"))
                .data(EnrolmentResponse.class);
        assertNotEquals(first.nodeId(), neighbour.nodeId());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "00000000-0000-0000-0000-000000000000",
                "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
                "03000200-0400-0500-0006-000700080009",
                "Not Settable"
            })
    @DisplayName("X16 a firmware UUID that tells no machine from another neither divides a node nor joins two")
    void firmwareUuidOfNobody(String uuid) {
        int number = uuid.hashCode() & 0xff;
        String mac = String.format("52:54:00:ab:01:%02x", number);
        NodeRegistration told = withUuid(TestNode.machine("pc", mac), uuid);
        NodeRegistration silent = withUuid(told, null);
        String first = enrolled(told);
        assertEquals(first, enrolled(silent));
        assertEquals(first, enrolled(told));
        assertNotEquals(first, enrolled(withUuid(TestNode.machine("pc", "52:54:00:ab:02:01"), uuid)));
        assertNull(
                controller.admin().get("/nodes/" + first).data(NodeInfo.class).systemUuid());
    }

    @Test
    @DisplayName("X16 what one start did not tell does not make another node; another firmware UUID does")
    void firmwareUuidUntold() {
        NodeRegistration machine = TestNode.machine("board", "52:54:00:ab:03:01");
        String one = "4c4c4544-0035-4810-8052-b4c04f4e4a31";
        String first = enrolled(withUuid(machine, one));
        assertEquals(first, enrolled(withUuid(machine, null)));
        assertEquals(first, enrolled(withUuid(machine, one.toUpperCase(Locale.ROOT))));
        assertNotEquals(first, enrolled(withUuid(machine, "4c4c4544-0035-4810-8052-b4c04f4e4a32")));
    }

    private static String enrolled(NodeRegistration machine) {
        return enrol(controller.newToken(), TestKey.make(), machine)
                .data(EnrolmentResponse.class)
                .nodeId();
    }

    private static NodeRegistration withUuid(NodeRegistration m, @Nullable String uuid) {
        return new NodeRegistration(
                m.hostname(),
                m.macAddress(),
                m.vendor(),
                m.model(),
                m.serialNumber(),
                uuid,
                m.arch(),
                m.bootMode(),
                m.cpuCount(),
                m.memoryBytes(),
                m.addresses(),
                m.uiUrl());
    }

    @Test
    @DisplayName("X9 X16 a node may call itself otherwise, and cannot pass itself off as another machine")
    void staysItself() {
        NodeRegistration victim = TestNode.machine("victim", "52:54:00:aa:00:11");
        TestNode thief = controller.node("thief");
        thief.client().post(thief.path("/heartbeat"), Map.of("node", victim)).data();
        NodeInfo seen = controller.admin().get(thief.path("")).data(NodeInfo.class);
        assertEquals("victim", seen.hostname());
        assertNotEquals("52:54:00:aa:00:11", seen.macAddress());
        EnrolmentResponse real =
                enrol(controller.newToken(), TestKey.make(), victim).data(EnrolmentResponse.class);
        assertNotEquals(thief.id(), real.nodeId());
        thief.heartbeat();
    }

    @Test
    @DisplayName("X16 a node entered by hand becomes the machine with its MAC address")
    void enteredByHand() {
        String id = controller
                .admin()
                .post("/nodes", Map.of("mac_address", "52-54-00-AA-00-06", "hostname", "rack 3"))
                .data()
                .path("id")
                .asText();
        assertEquals(
                "discovered",
                controller.admin().get("/nodes/" + id).data().path("state").asText());
        EnrolmentResponse response = enrol(
                        controller.newToken(), TestKey.make(), TestNode.machine("f", "52:54:00:aa:00:06"))
                .data(EnrolmentResponse.class);
        assertEquals(id, response.nodeId());
    }

    @Test
    @DisplayName("X16 renewing gives a certificate for the new key; the present one stays good")
    void renews() {
        TestNode node = controller.node("g");
        TestKey key = TestKey.make();
        EnrolmentResponse renewed = node.client()
                .post("/nodes/renew", new CertificateRenewal(key.csr()))
                .data(EnrolmentResponse.class);
        assertEquals(node.id(), renewed.nodeId());
        TestNode after = TestNode.of(controller, key, renewed);
        after.heartbeat();
        node.heartbeat();
        after.client()
                .post("/nodes/renew", Map.of("csr_pem", "x"))
                .problem(422, "validation")
                .names("csr_pem");
        controller
                .anonymous()
                .post("/nodes/renew", Map.of("csr_pem", key.csr()))
                .problem(401, "not-authenticated");
    }

    @Test
    @DisplayName("X16 CA6 a node certificate is not accepted after its seven days")
    void expires(@TempDir Path other) {
        MovingClock time = new MovingClock();
        try (TestController late = TestController.start(other, config -> config.timed(time))) {
            TestNode node = late.node("old");
            time.advance(Duration.ofDays(7).minusSeconds(5));
            node.heartbeat();
            time.advance(Duration.ofSeconds(10));
            node.client().post(node.path("/heartbeat"), Map.of()).problem(401, "not-authenticated");
        }
    }

    @Test
    @DisplayName("X9 a node acts only on itself")
    void onlyItself() {
        TestNode one = controller.node("one");
        TestNode other = controller.node("other");
        for (String rest : List.of("/orders", "/disks", "/command", "/disks/scan-status", "")) {
            one.client().get(other.path(rest)).problem(403, "forbidden");
        }
        one.client().post(other.path("/heartbeat"), Map.of()).problem(403, "forbidden");
        one.client()
                .post(other.path("/disks/report"), Map.of("disks", List.of()))
                .problem(403, "forbidden");
        one.client().post(one.path("/command"), Map.of("command", "poweroff")).problem(403, "forbidden");
        one.client().get("/nodes").problem(403, "forbidden");
        one.client().get("/clone-sessions").problem(403, "forbidden");
        one.client().get("/users").problem(403, "forbidden");
    }
}
