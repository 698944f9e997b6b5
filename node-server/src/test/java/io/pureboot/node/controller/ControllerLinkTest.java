package io.pureboot.node.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.pureboot.node.job.DiskScans;
import io.pureboot.protocol.ProtocolJson;
import io.pureboot.protocol.node.NodeRegistration;
import io.pureboot.protocol.node.Order;
import io.pureboot.protocol.session.CertRequest;
import io.pureboot.protocol.session.CloneComplete;
import io.pureboot.protocol.session.CloneFailed;
import io.pureboot.protocol.session.CloneProgressUpdate;
import io.pureboot.protocol.session.CloneRole;
import io.pureboot.protocol.session.SourceReady;
import io.pureboot.protocol.session.TransferPhase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControllerLinkTest {
    private static final NodeRegistration MACHINE = new NodeRegistration(
            "node-a",
            "52:54:00:00:00:01",
            null,
            null,
            null,
            null,
            "amd64",
            null,
            2,
            1L << 30,
            List.of("127.0.0.1"),
            null);

    @TempDir
    Path temp;

    private final MemoryIdentityStore store = new MemoryIdentityStore();
    private final FixedDisks disks = new FixedDisks();
    private final BlockingQueue<List<Order>> orders = new LinkedBlockingQueue<>();
    private final List<ControllerLink> links = new ArrayList<>();
    private TestController controller;

    @BeforeEach
    void startController() throws Exception {
        controller = new TestController();
    }

    @AfterEach
    void stop() throws IOException {
        for (ControllerLink link : links) {
            link.close();
        }
        controller.close();
    }

    @Test
    @DisplayName("KD6 X9 enrols with a key of its own, then heartbeats, disks and orders go by its certificate")
    void enrolsAndTalks() throws Exception {
        ControllerLink link = link("token-1");
        assertEquals("node-1", link.enrol().nodeId());
        start(link);
        TestController.Request beat = controller.await("/nodes/node-1/heartbeat", 3);
        assertEquals("node-1", beat.node());
        JsonNode first = json(controller.requests("/heartbeat").getFirst().body());
        assertEquals("pending", first.path("mode").asText());
        assertEquals("node-a", first.path("node").path("hostname").asText());
        assertTrue(json(beat.body()).path("node").isNull(), "says who it is only once: " + beat.body());
        JsonNode report = json(controller.await("/nodes/node-1/disks/report", 1).body());
        assertEquals("/dev/sda", report.path("disks").path(0).path("device").asText());
        assertEquals(List.of(), orders.poll(20, TimeUnit.SECONDS));
        String request = controller.requests("/nodes/enrol").getFirst().body();
        assertFalse(request.contains("PRIVATE"), "the key leaves the node");
    }

    @Test
    @DisplayName("KD6 refuses a controller whose CA is another than the pinned one, and keeps trying")
    void refusesAnotherAuthority() throws Exception {
        ControllerAddress right = controller.address("token-1");
        ControllerAddress wrong = new ControllerAddress(right.server(), "token-1", new TestAuthority().sha256());
        ControllerClient client = new ControllerClient(wrong);
        IOException refused =
                assertThrows(IOException.class, () -> new Enrolment(wrong, client, () -> MACHINE).enrol());
        assertTrue(String.valueOf(refused.getMessage()).contains("CA certificate"), refused.getMessage());
        assertEquals(List.of(), controller.requests("/nodes/enrol"), "the token was shown to the wrong server");
    }

    @Test
    @DisplayName("KD6 refuses a server of the same CA that is not the controller: another node, say")
    void refusesAnotherNodeAsController() throws Exception {
        TestAuthority authority = new TestAuthority();
        try (TestController impostor = TestController.named(authority, "urn:pureboot:node:evil")) {
            ControllerAddress address = impostor.address("token-1");
            ControllerClient client = new ControllerClient(address);
            assertThrows(IOException.class, () -> new Enrolment(address, client, () -> MACHINE).enrol());
            assertEquals(List.of(), impostor.requests("/nodes/enrol"));
        }
    }

    @Test
    @DisplayName("X11 why a node is not let in can be shown: a spent token, none, a wrong clock; and it goes away")
    void saysWhyItIsNotLetIn() throws Exception {
        ControllerLink spent = link(controller.address(null));
        Thread enrolling = Thread.ofVirtual().start(() -> {
            try {
                spent.enrol();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        awaitRefusal(spent, "has no token");
        enrolling.interrupt();

        controller.fail("/nodes/enrol", 403);
        ControllerLink refused = link(controller.address("token-1"), temp.resolve("another"));
        Thread trying = Thread.ofVirtual().start(() -> {
            try {
                refused.enrol();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        awaitRefusal(refused, "pureboot.token");
        controller.fail("/nodes/enrol", 0);
        assertTrue(trying.join(Duration.ofSeconds(30)));
        assertEquals(new ControllerLink.Standing(true, true, null, null), refused.standing());

        controller.certificates(Duration.ofMinutes(-5), Duration.ofHours(1));
        ControllerAddress address = controller.address("token-2");
        IOException late = assertThrows(
                IOException.class, () -> new Enrolment(address, new ControllerClient(address), () -> MACHINE).enrol());
        assertTrue(String.valueOf(late.getMessage()).contains("this machine's clock"), late.getMessage());
    }

    private static void awaitRefusal(ControllerLink link, String words) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!String.valueOf(link.standing().refusal()).contains(words)) {
            assertTrue(System.nanoTime() < end, () -> link.standing().toString());
            Thread.onSpinWait();
        }
    }

    @Test
    @DisplayName("X9 X11 asks again for the same key when no answer came, so that the token is not spent in vain")
    void asksForTheSameKeyAgain() throws Exception {
        ControllerAddress address = controller.address("token-1");
        Enrolment enrolment = new Enrolment(address, new ControllerClient(address), () -> MACHINE);
        controller.fail("/nodes/enrol", 503);
        assertThrows(IOException.class, enrolment::enrol);
        controller.fail("/nodes/enrol", 0);
        enrolment.enrol();
        controller.address("token-1"); // good once more
        enrolment.enrol();
        List<String> keys = new ArrayList<>();
        for (TestController.Request request : controller.requests("/nodes/enrol")) {
            keys.add(json(request.body()).path("csr_pem").asText());
        }
        assertEquals(3, keys.size());
        assertEquals(keys.get(0), keys.get(1));
        assertNotEquals(keys.get(1), keys.get(2), "a new certificate is for a new key");
    }

    @Test
    @DisplayName("X11 waits for a controller that is not there yet")
    void waitsForTheController() throws Exception {
        ControllerAddress address = controller.address("token-1");
        controller.stop();
        ControllerLink link = link(address);
        CompletableFuture<NodeIdentity> enrolled = CompletableFuture.supplyAsync(() -> {
            try {
                return link.enrol();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThrows(java.util.concurrent.TimeoutException.class, () -> enrolled.get(1500, TimeUnit.MILLISECONDS));
        controller.start();
        assertEquals("node-1", enrolled.get(20, TimeUnit.SECONDS).nodeId());
    }

    @Test
    @DisplayName("DF2 DF6 a node that finds its identity again does not spend a token")
    void resumesItsIdentity() throws Exception {
        NodeIdentity before = link("token-1").enrol();
        ControllerLink again = link(controller.address(null), temp.resolve("other"));
        assertEquals(before.nodeId(), again.enrol().nodeId());
        start(again);
        assertEquals("node-1", controller.await("/heartbeat", 1).node());
        assertEquals(1, controller.requests("/nodes/enrol").size());
    }

    @Test
    @DisplayName("KD2 renews its certificate before it ends, with another key")
    void renews() throws Exception {
        controller.certificates(Duration.ofHours(1), Duration.ofSeconds(1));
        ControllerLink link = link("token-1");
        NodeIdentity before = link.enrol();
        controller.certificates(Duration.ofHours(1), Duration.ofMinutes(50));
        start(link);
        controller.await("/nodes/renew", 1);
        int beats = controller.requests("/heartbeat").size();
        assertEquals("node-1", controller.await("/heartbeat", beats + 2).node());
        NodeIdentity after = link.identity().orElseThrow();
        assertNotEquals(
                before.tls().certificate().getPublicKey(),
                after.tls().certificate().getPublicKey());
        assertEquals(after.tls().certificate(), store.load().orElseThrow().tls().certificate());
    }

    @Test
    @DisplayName("X11 a controller that forgot the node lets it in again with a new token")
    void enrolsAgainWhenForgotten() throws Exception {
        ControllerLink link = link("token-1");
        link.enrol();
        start(link);
        controller.await("/heartbeat", 1);
        controller.address("token-1");
        controller.revoke("node-1");
        controller.await("/heartbeat", 1, request -> "node-2".equals(request.node()));
    }

    @Test
    @DisplayName("ED3 a scan order is carried out once and answered with its request id")
    void scansOnOrder() throws Exception {
        ControllerLink link = link("token-1");
        link.enrol();
        start(link);
        controller.await("/disks/report", 1);
        controller.order(new Order.Scan("request-7"));
        TestController.Request report =
                controller.await("/disks/report", 1, request -> request.body().contains("request-7"));
        assertEquals("node-1", report.node());
        int scans = disks.scans();
        controller.order(new Order.Scan("request-7"), new Order.Release("s", "over"));
        awaitOrders(2);
        assertEquals(scans, disks.scans(), "the same request was carried out twice");
    }

    @Test
    @DisplayName("X11 a command is taken before it is carried out; a machine PureBoot did not boot is not turned off")
    void takesCommands() throws Exception {
        ControllerLink link = link("token-1");
        link.enrol();
        start(link);
        controller.await("/disks/report", 1);
        controller.order(new Order.Command("rescan"));
        controller.await("/command?clear=true", 1);
        controller.await("/disks/report", 2);
        controller.order(new Order.Command("poweroff"));
        controller.await("/command?clear=true", 2);
    }

    @Test
    @DisplayName("X12 new orders arrive within a second of being given")
    void ordersArriveSoon() throws Exception {
        ControllerLink link = link("token-1");
        link.enrol();
        start(link);
        awaitOrders(0);
        long before = System.nanoTime();
        controller.order(new Order.Release("session-1", "cancelled"));
        assertInstanceOf(Order.Release.class, awaitOrders(1).getFirst());
        assertTrue(System.nanoTime() - before < TimeUnit.SECONDS.toNanos(3));
    }

    @Test
    @DisplayName("KD5 DF10 OR4 the controller is away for a whole clone: every update arrives afterwards, in order")
    void reportsAfterAnOutage() throws Exception {
        ControllerLink link = link("token-1");
        link.enrol();
        start(link);
        awaitOrders(0);
        controller.stop();
        link.reports().sourceReady("s1", new SourceReady("127.0.0.1", 9999, 5, null, null, null, null));
        for (int i = 0; i < 20; i++) {
            link.reports()
                    .progress(
                            "s1",
                            new CloneProgressUpdate(CloneRole.SOURCE, i, 1L, TransferPhase.TRANSFERRING, 20L, null));
        }
        link.reports().complete("s1", new CloneComplete(CloneRole.TARGET, null));
        link.reports().failed("s2", new CloneFailed("disk on fire", "device-io", CloneRole.SOURCE));
        controller.start();
        controller.await("/clone-sessions/s2/failed", 1);
        List<TestController.Request> sent = controller.requests("/clone-sessions/");
        assertEquals(
                List.of("s1/source-ready", "s1/progress", "s1/complete", "s2/failed"),
                sent.stream()
                        .map(request -> request.path().substring("/api/v1/clone-sessions/".length()))
                        .toList());
        assertEquals(19, json(sent.get(1).body()).path("bytes_transferred").asInt(), "the latest progress counts");
        assertTrue(json(sent.get(1).body()).path("sequence").asLong() > 0);
        assertTrue(link.awaitDelivered(RecordingController.deadline()));
    }

    @Test
    @DisplayName(
            "X11 a controller that takes connections and says nothing stops neither heartbeats nor reports for good")
    void survivesAStalledController() throws Exception {
        ControllerLink link = link("token-1");
        link.enrol();
        controller.stall("/orders");
        start(link);
        controller.await("/heartbeat", 3);
        link.reports().complete("s1", new CloneComplete(CloneRole.TARGET, null));
        assertEquals(
                "node-1", controller.await("/clone-sessions/s1/complete", 1).node());
    }

    @Test
    @DisplayName("OR3 a 409 is final, a 500 is not")
    void tellsFinalFromTransient() throws Exception {
        ControllerLink link = link("token-1");
        link.enrol();
        start(link);
        controller.fail("s1/complete", 409);
        controller.fail("s2/complete", 500);
        link.reports().complete("s1", new CloneComplete(CloneRole.TARGET, null));
        link.reports().complete("s2", new CloneComplete(CloneRole.TARGET, null));
        link.reports().complete("s3", new CloneComplete(CloneRole.TARGET, null));
        controller.await("s2/complete", 2);
        assertEquals(1, controller.requests("s1/complete").size());
        assertEquals(List.of(), controller.requests("s3/complete"), "overtook the one before it");
        controller.fail("s2/complete", 0);
        controller.await("s3/complete", 1);
        assertTrue(link.awaitDelivered(RecordingController.deadline()));
    }

    @Test
    @DisplayName("X5 OR3 a clone whose receipt the controller refuses fails, with the controller's reason")
    void refusedReceipt() throws Exception {
        ControllerLink link = link("token-1");
        link.enrol();
        start(link);
        controller.fail("s1/complete", 422);
        controller.fail("s2/source-ready", 409);
        controller.fail("s3/progress", 409);
        link.reports().complete("s1", new CloneComplete(CloneRole.TARGET, null));
        link.reports().sourceReady("s2", new SourceReady("127.0.0.1", 9999, 5, null, null, null, null));
        link.reports()
                .progress(
                        "s3", new CloneProgressUpdate(CloneRole.SOURCE, 1, 1L, TransferPhase.TRANSFERRING, 20L, null));
        assertTrue(link.awaitDelivered(RecordingController.deadline()));
        JsonNode target = json(controller.await("s1/failed", 1).body());
        assertEquals("target", target.path("role").asText());
        assertTrue(target.path("error_message").asText().contains("as the test wants"), target.toString());
        assertEquals(
                "source",
                json(controller.await("s2/failed", 1).body()).path("role").asText());
        assertEquals(List.of(), controller.requests("s3/failed"));
    }

    @Test
    @DisplayName("DF2 a certificate is asked for until it comes, but a refusal is final")
    void asksForCertificates() throws Exception {
        ControllerLink link = link("token-1");
        link.enrol();
        start(link);
        controller.fail("s1/certs", 503);
        CompletableFuture<String> asked = CompletableFuture.supplyAsync(() -> {
            try {
                link.reports().certificate("s1", CloneRole.SOURCE, new CertRequest("csr", List.of()));
                return "answered";
            } catch (IOException e) {
                return String.valueOf(e.getMessage());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        controller.await("s1/certs?role=source", 2);
        controller.fail("s1/certs", 403);
        assertTrue(asked.get(20, TimeUnit.SECONDS).contains("403"));
    }

    @Test
    @DisplayName("KD5 the disks are reported anew when a clone has ended")
    void reportsDisksAfterAClone() throws Exception {
        ControllerLink link = link("token-1");
        link.enrol();
        start(link);
        controller.await("/disks/report", 1);
        link.reports().failed("s1", new CloneFailed("no", null, CloneRole.TARGET));
        controller.await("/disks/report", 2);
    }

    private List<Order> awaitOrders(int size) throws InterruptedException {
        List<List<Order>> seen = new ArrayList<>();
        while (true) {
            List<Order> next = orders.poll(20, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("no list of " + size + " orders, only " + seen);
            }
            if (next.size() == size) {
                return next;
            }
            seen.add(next);
        }
    }

    private ControllerLink link(String token) throws Exception {
        return link(controller.address(token));
    }

    private ControllerLink link(ControllerAddress address) throws Exception {
        return link(address, temp.resolve("queue"));
    }

    private ControllerLink link(ControllerAddress address, Path folder) throws Exception {
        ControllerLink link = new ControllerLink(
                address, folder, store, () -> MACHINE, new DiskScans(disks), null, Clock.systemUTC(), identity -> {});
        links.add(link);
        return link;
    }

    private void start(ControllerLink link) {
        link.start(orders::add, "pending", List::of, Duration.ofMillis(100));
    }

    private static JsonNode json(String text) throws IOException {
        return ProtocolJson.mapper().readTree(text);
    }
}
