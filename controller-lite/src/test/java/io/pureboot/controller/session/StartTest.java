package io.pureboot.controller.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.controller.testing.MovingClock;
import io.pureboot.controller.testing.Reply;
import io.pureboot.controller.testing.TestClone;
import io.pureboot.controller.testing.TestController;
import io.pureboot.controller.testing.TestDisks;
import io.pureboot.controller.testing.TestNode;
import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.protocol.node.Order;
import io.pureboot.protocol.node.Orders;
import io.pureboot.protocol.session.CloneSession;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartTest {
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

    private static void refused(TestClone clone, int status, String kind) {
        controller.admin().post(clone.path("/start")).problem(status, kind);
        assertNull(clone.view().startedAt());
        assertTrue(clone.source.orders(Order.Source.class).isEmpty());
    }

    @Test
    @DisplayName("EC6 TS26 starts once; the second time is a 409")
    void once() {
        TestClone clone = TestClone.create(controller).start();
        CloneSession started = clone.view();
        assertTrue(started.startedAt() != null);
        controller.admin().post(clone.path("/start")).problem(409, "session-state");
        assertEquals(started, clone.view());
        controller.admin().call("PATCH", clone.path(""), Map.of("name", "late")).problem(409, "session-state");
        controller.admin().post("/clone-sessions/none/start").problem(404, "not-found");
    }

    @Test
    @DisplayName("X8 a target that is smaller is refused")
    void tooSmall() {
        TestClone clone = TestClone.create(controller);
        TestNode late = controller.node("target");
        TestClone small = TestClone.create(controller, clone.source, late);
        late.report(TestDisks.disk("/dev/vda", TestClone.SIZE - 512, "SMALL"));
        refused(small, 422, "target-too-small");
    }

    @Test
    @DisplayName("X4 a disk in use or read-only is refused")
    void busy() {
        TestClone clone = TestClone.create(controller);
        String serial = "DST-" + clone.target.id();
        long size = TestClone.SIZE + (1 << 20);
        clone.target.report(TestDisks.disk("/dev/vda", size, serial, false, List.of("/dev/vda1 is mounted on /")));
        refused(clone, 409, "device-busy");
        clone.target.report(TestDisks.disk("/dev/vda", size, serial, true, List.of()));
        refused(clone, 409, "device-busy");
        clone.target.report(TestDisks.disk("/dev/vda", size, serial));
        clone.source.report(TestDisks.disk(
                "/dev/sda", TestClone.SIZE, "SRC-" + clone.source.id(), false, List.of("swap on /dev/sda2")));
        refused(clone, 409, "device-busy");
        clone.source.report(TestDisks.disk("/dev/sda", TestClone.SIZE, "SRC-" + clone.source.id()));
        clone.start();
    }

    @Test
    @DisplayName("TS8 X2 another disk under the same name is refused")
    void swapped() {
        TestClone clone = TestClone.create(controller);
        clone.target.report(TestDisks.disk("/dev/vda", TestClone.SIZE + (1 << 20), "ANOTHER"));
        refused(clone, 409, "device-changed");
    }

    @Test
    @DisplayName("TS7 a disk that vanished is refused")
    void vanished() {
        TestClone clone = TestClone.create(controller);
        clone.source.report();
        refused(clone, 422, "validation");
    }

    @Test
    @DisplayName("EC6 one disk takes part in one running session only")
    void claimed() {
        TestClone first = TestClone.create(controller);
        TestClone second = TestClone.create(controller, first.source, first.target);
        first.start();
        controller.admin().post(second.path("/start")).problem(409, "device-busy");
        first.delete().data();
        second.start();
    }

    @Test
    @DisplayName("EC6 both nodes must be online")
    void offline(@TempDir Path other) {
        MovingClock clock = new MovingClock();
        try (TestController late = TestController.start(other, config -> config.timed(clock))) {
            TestClone clone = TestClone.create(late);
            clock.advance(Duration.ofSeconds(16));
            late.admin().post(clone.path("/start")).problem(409, "node-state");
            clone.source.heartbeat();
            late.admin().post(clone.path("/start")).problem(409, "node-state");
            clone.target.heartbeat();
            clone.start();
            clock.advance(Duration.ofHours(1));
            CloneSession silent = clone.view();
            assertEquals("pending", silent.status().name().toLowerCase(Locale.ROOT));
            assertEquals(false, silent.sourceOnline() || silent.targetOnline());
        }
    }

    @Test
    @DisplayName("EC1 resizing is refused at the start, not silently left out")
    void resizing() {
        TestClone clone = TestClone.create(controller);
        controller
                .admin()
                .call("PATCH", clone.path(""), Map.of("resize_mode", "grow_target"))
                .data();
        refused(clone, 422, "plan-rejected");
    }

    @Test
    @DisplayName("EC5 X12 cancelling takes the orders away from both nodes; a second time deletes")
    void cancel() {
        TestClone clone = TestClone.create(controller).start().sourceReady().cloning();
        assertEquals("cancelled", clone.delete().data().path("status").asText());
        assertEquals("cancelled", clone.view().status().name().toLowerCase(Locale.ROOT));
        assertTrue(clone.view().completedAt() != null);
        for (TestNode node : List.of(clone.source, clone.target)) {
            assertTrue(node.orders(Order.Source.class).isEmpty());
            assertTrue(node.orders(Order.Target.class).isEmpty());
            assertEquals(clone.id, node.orders(Order.Release.class).getFirst().sessionId());
        }
        assertEquals("deleted", clone.delete().data().path("status").asText());
        controller.admin().get(clone.path("")).problem(404, "not-found");
        clone.delete().problem(404, "not-found");
    }

    @Test
    @DisplayName("EC5 EB3 a cancel that comes too late says so, and leaves the session with its receipt")
    void cancelTooLate() {
        TestClone clone =
                TestClone.create(controller).start().sourceReady().cloning().completed();
        String detail = clone.delete("cancel")
                .problem(409, "session-state")
                .json()
                .path("detail")
                .asText();
        assertTrue(detail.contains("completed"), detail);
        assertTrue(clone.view().hasReceipt());
        controller.admin().get(clone.path("/receipt")).data();
        assertEquals("deleted", clone.delete("delete").data().path("status").asText());
        controller.admin().get(clone.path("")).problem(404, "not-found");
    }

    @Test
    @DisplayName("EC5 a delete does not cancel, neither before the start nor later; a cancel does not delete")
    void deleteOnly() {
        TestClone clone = TestClone.create(controller);
        clone.delete("delete").problem(409, "session-state");
        clone.start();
        String detail = clone.delete("delete")
                .problem(409, "session-state")
                .json()
                .path("detail")
                .asText();
        assertTrue(detail.contains("pending"), detail);
        clone.delete("everything").problem(422, "validation").names("only");
        assertEquals("cancelled", clone.delete("cancel").data().path("status").asText());
        clone.delete("cancel").problem(409, "session-state");
        assertEquals("deleted", clone.delete("delete").data().path("status").asText());
        clone.delete("cancel").problem(404, "not-found");
        clone.delete("delete").problem(404, "not-found");
    }

    private static void started(TestController at, MovingClock clock, DiskInfo atSource, DiskInfo atTarget) {
        TestNode source = at.node("source");
        TestNode target = at.node("target");
        source.report(atSource);
        target.report(atTarget);
        // Away when the session is made: nobody has to look again at disks that only their contents tell from others.
        clock.advance(Duration.ofSeconds(16));
        TestClone clone = TestClone.create(at, source, target);
        source.heartbeat();
        target.heartbeat();
        clone.start();
    }

    private static void refusedAtOnce(DiskInfo atSource, DiskInfo atTarget, String named) {
        TestNode source = controller.node("source");
        TestNode target = controller.node("target");
        source.report(atSource);
        target.report(atTarget);
        Reply reply = controller
                .admin()
                .post("/clone-sessions", TestClone.request(source.id(), target.id()))
                .problem(409, "conflict");
        String detail = reply.json().path("detail").asText();
        assertTrue(detail.contains("same disk") && detail.contains(named), detail);
        // Unknown when the session was made, known when it starts.
        TestNode late = controller.node("target");
        TestClone clone = TestClone.create(controller, source, late);
        late.report(atTarget);
        refused(clone, 409, "conflict");
    }

    @Test
    @DisplayName("X2 X4 two nodes that reach one disk do not clone it onto itself")
    void sameDisk() {
        String wwn = "naa.5002538f00000001";
        DiskInfo one = TestDisks.disk("/dev/sda", TestClone.SIZE, "S1", wwn);
        refusedAtOnce(one, TestDisks.disk("/dev/vda", TestClone.SIZE, null, wwn.toUpperCase(Locale.ROOT)), wwn);
        String serial = "S4EVNF0M123456A";
        refusedAtOnce(
                TestDisks.disk("/dev/sda", TestClone.SIZE, serial, wwn),
                TestDisks.disk("/dev/vda", TestClone.SIZE, serial, null),
                serial);
    }

    @Test
    @DisplayName(
            "X2 disks without names, with names of their maker's or machine's template, or of other size are not one")
    void otherDisks(@TempDir Path other) {
        MovingClock clock = new MovingClock();
        try (TestController at = TestController.start(other, config -> config.timed(clock))) {
            for (DiskInfo pair : List.of(
                    TestDisks.disk("/dev/sda", TestClone.SIZE, null, null),
                    TestDisks.disk("/dev/sda", TestClone.SIZE, "", ""),
                    TestDisks.disk("/dev/sda", TestClone.SIZE, "000000000000", "naa.0000000000000000"),
                    TestDisks.disk("/dev/sda", TestClone.SIZE, "0123456789ABCDEF", null),
                    TestDisks.disk("/dev/sda", TestClone.SIZE, "QM00001", "t10.ATA QEMU HARDDISK QM00001"))) {
                started(at, clock, pair, TestDisks.disk("/dev/vda", TestClone.SIZE, pair.serial(), pair.wwn()));
            }
            String serial = "S4EVNF0M123456A";
            started(
                    at,
                    clock,
                    TestDisks.disk("/dev/sda", TestClone.SIZE, serial, "naa.5002538f00000001"),
                    TestDisks.disk("/dev/vda", TestClone.SIZE, serial, "naa.5002538f00000002"));
            started(
                    at,
                    clock,
                    TestDisks.disk("/dev/sda", TestClone.SIZE, serial, null),
                    TestDisks.disk("/dev/vda", TestClone.SIZE + 512, serial, null));
        }
    }

    @Test
    @DisplayName("X12 a cancel reaches a node that waits for orders within the wait, not after it")
    void cancelWakes() throws Exception {
        TestClone clone = TestClone.create(controller).start();
        long version = clone.source.orders().version();
        var waiting = clone.source.client().getLater(clone.source.path("/orders?wait=50&after=" + version));
        Instant begin = Instant.now();
        clone.delete().data();
        var answer = waiting.get(20, java.util.concurrent.TimeUnit.SECONDS).data();
        assertTrue(Duration.between(begin, Instant.now()).compareTo(Duration.ofSeconds(5)) < 0);
        assertEquals("release", answer.path("orders").get(0).path("kind").asText());
    }

    @Test
    @DisplayName("X12 a release is told until the node has taken it up, not for ever, and to each node for itself")
    void releasedOnce() {
        TestClone clone = TestClone.create(controller).start();
        clone.delete().data();
        assertEquals(1, clone.source.orders(Order.Release.class).size());
        Orders told = clone.source.orders();
        assertEquals(told, clone.source.orders());
        Orders after = clone.source
                .client()
                .get(clone.source.path("/orders?wait=50&after=" + told.version()))
                .data(Orders.class);
        assertEquals(List.of(), after.orders());
        assertEquals(after, clone.source.orders());
        assertEquals(1, clone.target.orders(Order.Release.class).size());
    }
}
