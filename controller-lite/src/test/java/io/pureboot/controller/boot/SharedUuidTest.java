package io.pureboot.controller.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.controller.testing.MovingClock;
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
import java.time.Clock;
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
    @DisplayName("X16 a node that goes on being heard of is not the machine whose firmware asks what to boot")
    void online() throws Exception {
        MovingClock clock = new MovingClock();
        try (TestController controller = start(Duration.ofSeconds(15), clock)) {
            TestNode first = controller.node(machine("first", FIRST));
            first.heartbeat();
            pureboot(controller, first);
            clock.advance(Duration.ofSeconds(3));
            URI again = asksAgain(ask(controller, SECOND), 1);
            assertEquals(1, nodes(controller));
            clock.advance(Duration.ofSeconds(5));
            again = asksAgain(get(again), 2);
            first.heartbeat();
            clock.advance(Duration.ofSeconds(5));
            assertTrue(get(again).contains("sanboot"), "another machine");
            assertEquals(2, nodes(controller));
            assertTrue(ask(controller, SECOND).contains("sanboot"));
            assertEquals(2, nodes(controller));
            assertTrue(ask(controller, FIRST).contains("pureboot.node_id=" + first.id()), "its own card: at once");
        }
    }

    @Test
    @DisplayName("X16 a node that starts again at once, from its other card, is asked to wait and stays the same node")
    void quickRestart() throws Exception {
        MovingClock clock = new MovingClock();
        try (TestController controller = start(Duration.ofSeconds(15), clock)) {
            TestNode first = controller.node(machine("first", FIRST));
            first.heartbeat();
            pureboot(controller, first);
            clock.advance(Duration.ofSeconds(3));
            String script = ask(controller, SECOND);
            for (int asked = 1; asked <= 3; asked++) {
                URI again = asksAgain(script, asked);
                clock.advance(Duration.ofSeconds(5));
                script = get(again);
            }
            assertTrue(script.contains("pureboot.node_id=" + first.id()), script);
            assertEquals(1, nodes(controller));
        }
    }

    @Test
    @DisplayName(
            "X16 a long time until a node counts as offline keeps no machine waiting; nor does a word nobody gave it")
    void endOfWaiting() throws Exception {
        MovingClock clock = new MovingClock();
        try (TestController controller = start(Duration.ofDays(1), clock)) {
            TestNode first = controller.node(machine("first", FIRST));
            first.heartbeat();
            pureboot(controller, first);
            String script = ask(controller, SECOND);
            for (int asked = 1; asked <= 4; asked++) {
                URI again = asksAgain(script, asked);
                clock.advance(Duration.ofSeconds(5));
                script = get(again);
            }
            assertTrue(script.contains("pureboot.node_id=" + first.id()), script);
            assertEquals(1, nodes(controller));
            for (String odd : List.of("&asked=4", "&heard=0", "&asked=-1&heard=x", "&asked=99999999999&heard=")) {
                asksAgain(get(address(controller, SECOND + "&uuid=" + UUID + odd)), 1);
            }
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
        return start(offlineAfter, Clock.systemUTC());
    }

    private TestController start(Duration offlineAfter, Clock clock) throws IOException {
        return TestController.start(
                folder.resolve("data"),
                config -> config.offlineAfter(offlineAfter).timed(clock).booting(BootConfig.filesOnly(folder)));
    }

    private static void pureboot(TestController controller, TestNode node) {
        controller.admin().post(node.path("/boot"), Map.of("next", "pureboot")).data();
    }

    /** What the script asks after its pause, as iPXE does. */
    private static URI asksAgain(String script, int asked) {
        assertTrue(script.startsWith("#!ipxe\n") && script.contains("sleep 5\n"), script);
        assertTrue(script.endsWith("|| exit 1\n"), "without an answer it ends: " + script);
        Matcher chain = Pattern.compile("chain --replace (\\S+)").matcher(script);
        assertTrue(chain.find() && chain.group(1).contains("&asked=" + asked + "&"), script);
        return URI.create(chain.group(1).replace("${uuid}", UUID));
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
        return get(address(controller, mac + "&uuid=" + UUID));
    }

    private static URI address(TestController controller, String words) {
        return URI.create("http://127.0.0.1:" + controller.bootPort() + "/api/v1/boot?mac=" + words);
    }

    private String get(URI uri) throws IOException, InterruptedException {
        HttpResponse<String> response =
                client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        assertEquals(200, response.statusCode(), response.body());
        return response.body();
    }
}
