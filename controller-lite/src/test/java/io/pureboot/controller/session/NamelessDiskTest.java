package io.pureboot.controller.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.controller.testing.MovingClock;
import io.pureboot.controller.testing.Reply;
import io.pureboot.controller.testing.TestClone;
import io.pureboot.controller.testing.TestController;
import io.pureboot.controller.testing.TestDisks;
import io.pureboot.controller.testing.TestNode;
import io.pureboot.protocol.disk.DiskContents;
import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.protocol.node.DiskReport;
import io.pureboot.protocol.node.Order;
import io.pureboot.protocol.node.Orders;
import io.pureboot.protocol.session.CloneSession;
import io.pureboot.testing.DiskDraft;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks without serial number and world wide name: a session is about what they held when it was made. */
class NamelessDiskTest {
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

    private static DiskInfo nameless(String device, String label) {
        return new DiskDraft(device, TestClone.SIZE >> 20, null)
                .hardware(null, "usb")
                .partition(1, "linux", "ext4", label, 1, label.length(), 1)
                .disk();
    }

    private static TestNode target(TestController at, String label) {
        TestNode target = at.node("target");
        target.report(nameless("/dev/vda", label));
        return target;
    }

    private static TestNode source(TestController at) {
        TestNode source = at.node("source");
        source.report(TestDisks.disk("/dev/sda", TestClone.SIZE, "SRC-" + source.id()));
        return source;
    }

    /** Answers the scan this request leads to. */
    private static Reply scanning(TestNode node, DiskInfo found, String method, String path, @Nullable Object body)
            throws Exception {
        Orders before = node.orders();
        CompletableFuture<Reply> answer = controller.admin().later(method, path, body);
        Orders then = node.client()
                .get(node.path("/orders?wait=20&after=" + before.version()))
                .data(Orders.class);
        String request = then.orders().stream()
                .filter(Order.Scan.class::isInstance)
                .map(order -> ((Order.Scan) order).requestId())
                .findFirst()
                .orElseThrow();
        node.client()
                .post(node.path("/disks/report"), new DiskReport(List.of(found), request))
                .data();
        return answer.get(30, TimeUnit.SECONDS);
    }

    private static TestClone made(TestNode source, TestNode target, DiskInfo found) throws Exception {
        CloneSession session = scanning(
                        target, found, "POST", "/clone-sessions", TestClone.request(source.id(), target.id()))
                .data(CloneSession.class);
        return TestClone.of(controller, source, target, session.id());
    }

    private static @Nullable DiskContents ordered(TestClone clone) {
        return clone.target.orders(Order.Target.class).getFirst().contents();
    }

    @Test
    @DisplayName(
            "X2 the node looks again when the session is made, and what it finds then is what the target must hold")
    void boundToFreshScan() throws Exception {
        DiskInfo found = nameless("/dev/vda", "formatted since");
        TestClone clone = made(source(controller), target(controller, "old"), found);
        clone.start().sourceReady();
        assertEquals(DiskContents.of(found), ordered(clone));
        assertNull(clone.source.orders(Order.Source.class).getFirst().contents(), "it has a serial number");
    }

    @Test
    @DisplayName("X2 a target that holds something else by the start is refused, with both and what to do")
    void changed() throws Exception {
        TestClone clone = made(source(controller), target(controller, "old"), nameless("/dev/vda", "old"));
        clone.target.report(nameless("/dev/vda", "precious"));
        String detail = controller
                .admin()
                .post(clone.path("/start"))
                .problem(409, "conflict")
                .json()
                .path("detail")
                .asText();
        for (String said : List.of("/dev/vda", "'old'", "'precious'", "Scan the disks again", "session anew")) {
            assertTrue(detail.contains(said), detail);
        }
        assertNull(clone.view().startedAt());
        clone.target.report(nameless("/dev/vda", "old"));
        clone.start();
    }

    @Test
    @DisplayName("X2 a source without a name is bound likewise")
    void source() throws Exception {
        TestNode source = controller.node("source");
        source.report(nameless("/dev/sda", "chosen"));
        TestNode target = controller.node("target");
        target.report(TestDisks.disk("/dev/vda", TestClone.SIZE, "DST-" + target.id()));
        CloneSession session = scanning(
                        source,
                        nameless("/dev/sda", "chosen"),
                        "POST",
                        "/clone-sessions",
                        TestClone.request(source.id(), target.id()))
                .data(CloneSession.class);
        TestClone clone = TestClone.of(controller, source, target, session.id());
        source.report(nameless("/dev/sda", "another"));
        controller.admin().post(clone.path("/start")).problem(409, "conflict");
        source.report(nameless("/dev/sda", "chosen"));
        clone.start();
        assertEquals(
                DiskContents.of(nameless("/dev/sda", "chosen")),
                source.orders(Order.Source.class).getFirst().contents());
    }

    @Test
    @DisplayName("X2 the target is looked at again when a session is changed to it, not when its name is changed")
    void patched() throws Exception {
        TestNode source = source(controller);
        TestNode target = target(controller, "old");
        TestClone clone = made(source, target, nameless("/dev/vda", "old"));
        controller
                .admin()
                .call("PATCH", clone.path(""), Map.of("name", "other"))
                .data();
        DiskInfo found = nameless("/dev/vda", "formatted since");
        scanning(target, found, "PATCH", clone.path(""), Map.of("target_device", "/dev/vda"))
                .data();
        clone.start().sourceReady();
        assertEquals(DiskContents.of(found), ordered(clone));
    }

    @Test
    @DisplayName("X2 a disk that was not known when the session was made is bound to a look at the start")
    void unknownBefore() throws Exception {
        TestNode source = source(controller);
        TestNode target = controller.node("target");
        TestClone clone = TestClone.create(controller, source, target);
        target.report(nameless("/dev/vda", "old"));
        DiskInfo found = nameless("/dev/vda", "formatted since");
        scanning(target, found, "POST", clone.path("/start"), null).data();
        clone.sourceReady();
        assertEquals(DiskContents.of(found), ordered(clone));
    }

    @Test
    @DisplayName("X2 of a node that is away the last scan counts; it starts when the disk is still so")
    void away(@TempDir Path other) {
        MovingClock clock = new MovingClock();
        try (TestController late = TestController.start(other, config -> config.timed(clock))) {
            TestNode source = source(late);
            TestNode target = target(late, "old");
            clock.advance(Duration.ofSeconds(16));
            TestClone clone = TestClone.create(late, source, target);
            source.heartbeat();
            target.report(nameless("/dev/vda", "precious"));
            late.admin().post(clone.path("/start")).problem(409, "conflict");
            target.report(nameless("/dev/vda", "old"));
            clone.start().sourceReady();
            assertEquals(DiskContents.of(nameless("/dev/vda", "old")), ordered(clone));
        }
    }

    @Test
    @DisplayName("X2 a node that is off takes its part when it boots, and is told what its disk has to hold")
    void boots(@TempDir Path other) {
        MovingClock clock = new MovingClock();
        try (TestController late = TestController.start(other, config -> config.timed(clock))) {
            TestNode source = source(late);
            TestNode target = target(late, "old");
            clock.advance(Duration.ofSeconds(16));
            TestClone clone = TestClone.create(late, source, target);
            late.admin().post(clone.path("/start?boot=true")).data();
            clone.sourceReady();
            assertNotNull(ordered(clone));
        }
    }

    @Test
    @DisplayName("X2 X11 once the target was at work what its disk held is no matter, also for a run that begins anew")
    void begun() throws Exception {
        TestClone clone = made(source(controller), target(controller, "old"), nameless("/dev/vda", "old"));
        clone.start().sourceReady();
        assertNotNull(ordered(clone));
        clone.cloning();
        assertNull(ordered(clone));
        clone.target.certificate(clone.id, io.pureboot.protocol.session.CloneRole.TARGET, clone.targetKey);
        assertNull(ordered(clone));
        clone.delete("cancel").data();
    }

    @Test
    @DisplayName("AR2 X2 what the target has to hold survives a restart of the controller")
    void restarted(@TempDir Path other) {
        MovingClock clock = new MovingClock();
        try (TestController late = TestController.start(other, config -> config.timed(clock))) {
            TestNode source = source(late);
            TestNode target = target(late, "old");
            clock.advance(Duration.ofSeconds(16));
            TestClone clone = TestClone.create(late, source, target);
            late.restart();
            late.again(target).report(nameless("/dev/vda", "precious"));
            late.again(source).heartbeat();
            late.admin().post(clone.path("/start")).problem(409, "conflict");
        }
    }
}
