package io.pureboot.controller.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.controller.testing.TestClone;
import io.pureboot.controller.testing.TestController;
import io.pureboot.controller.testing.TestDisks;
import io.pureboot.controller.testing.TestKey;
import io.pureboot.controller.testing.TestNode;
import io.pureboot.protocol.node.EnrolmentRequest;
import io.pureboot.protocol.node.EnrolmentResponse;
import io.pureboot.protocol.node.NodeRegistration;
import io.pureboot.protocol.node.Order;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Makers that put the same UUID into all their boards: who starts from the network is then told by the card alone. */
class SharedUuidTest {
    private static final String UUID = "4c4c4544-0035-4810-8052-b4c04f4e4a31";
    private static final String FIRST = "52:54:00:ab:00:01";
    private static final String SECOND = "52:54:00:ab:00:02";
    private static final String THIRD = "52:54:00:ab:00:03";

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void end() {
        client.close();
    }

    @Test
    @DisplayName("X16 two nodes that tell the same UUID are told apart by their cards; a third card is neither of them")
    void twoNodes() throws Exception {
        try (TestController controller = start(Duration.ZERO)) {
            TestNode first = controller.node(machine("first", FIRST));
            TestNode second = controller.node(machine("second", SECOND));
            assertNotEquals(first.id(), second.id());
            for (TestNode node : List.of(first, second)) {
                controller
                        .admin()
                        .post(node.path("/boot"), Map.of("next", "pureboot"))
                        .data();
            }
            assertTrue(ask(controller, THIRD).contains("sanboot"), "it would start as one of the others");
            assertEquals(3, nodes(controller));
            assertTrue(ask(controller, FIRST).contains("pureboot.node_id=" + first.id()));
            assertTrue(ask(controller, SECOND).contains("pureboot.node_id=" + second.id()));
        }
    }

    @Test
    @DisplayName("X16 a node that is heard of is not the machine whose firmware asks what to boot")
    void online() throws Exception {
        try (TestController controller = start(Duration.ofDays(1))) {
            TestNode first = controller.node(machine("first", FIRST));
            first.heartbeat();
            controller
                    .admin()
                    .post(first.path("/boot"), Map.of("next", "pureboot"))
                    .data();
            assertTrue(ask(controller, SECOND).contains("sanboot"), "another machine");
            assertEquals(2, nodes(controller));
            ask(controller, SECOND);
            assertEquals(2, nodes(controller));
        }
    }

    @Test
    @DisplayName("X16 one that is taken for another at its first start enrols as itself, and has no part in its clone")
    void takenForAnother() throws Exception {
        try (TestController controller = start(Duration.ZERO)) {
            TestNode first = controller.node(machine("first", FIRST));
            TestNode target = controller.node(TestNode.machine("target", "52:54:00:ab:01:01"));
            first.report(TestDisks.disk("/dev/sda", TestClone.SIZE, "SRC-1"));
            target.report(TestDisks.disk("/dev/vda", TestClone.SIZE, "DST-1"));
            TestClone clone = TestClone.create(controller, first, target);
            controller.admin().post(clone.path("/start?boot=true")).data();
            Matcher token = Pattern.compile("pureboot.token=(\\S+)").matcher(ask(controller, SECOND));
            assertTrue(token.find());
            TestKey key = TestKey.make();
            EnrolmentResponse enrolment = controller
                    .anonymous()
                    .post("/nodes/enrol", new EnrolmentRequest(token.group(1), key.csr(), machine("second", SECOND)))
                    .data(EnrolmentResponse.class);
            assertNotEquals(first.id(), enrolment.nodeId());
            TestNode second = TestNode.of(controller, key, enrolment);
            assertEquals(List.of(), second.orders(Order.class));
            assertTrue(ask(controller, SECOND).contains("sanboot"));
            assertTrue(ask(controller, FIRST).contains("clone_source_direct"));
        }
    }

    private TestController start(Duration offlineAfter) throws IOException {
        return TestController.start(
                folder.resolve("data"),
                config -> config.offlineAfter(offlineAfter).booting(BootConfig.filesOnly(folder)));
    }

    private static NodeRegistration machine(String name, String mac) {
        NodeRegistration plain = TestNode.machine(name, mac);
        return new NodeRegistration(
                name,
                mac,
                plain.vendor(),
                plain.model(),
                "Default string",
                UUID,
                plain.arch(),
                plain.bootMode(),
                plain.cpuCount(),
                plain.memoryBytes(),
                plain.addresses(),
                plain.uiUrl());
    }

    private static int nodes(TestController controller) {
        return controller.admin().get("/nodes").json().path("data").size();
    }

    private String ask(TestController controller, String mac) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + controller.bootPort() + "/api/v1/boot?mac=" + mac + "&uuid=" + UUID);
        HttpResponse<String> response =
                client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        assertEquals(200, response.statusCode(), response.body());
        return response.body();
    }
}
