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
import io.pureboot.protocol.partition.PartitionJob;
import io.pureboot.protocol.session.CloneSession;
import io.pureboot.testing.DiskDraft;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        Optional<String> asked = Optional.empty();
        for (int tries = 0; asked.isEmpty() && tries < 5; tries++) {
            before = node.client()
                    .get(node.path("/orders?wait=20&after=" + before.version()))
                    .data(Orders.class);
            asked = before.orders().stream()
                    .filter(Order.Scan.class::isInstance)
                    .map(order -> ((Order.Scan) order).requestId())
                    .findFirst();
        }
        String request = asked.orElseThrow();
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

    private static DiskInfo scanned(String label, Instant at) {
        return new DiskDraft("/dev/vda", TestClone.SIZE >> 20, null)
                .hardware(null, "usb")
                .scanned(at)
                .partition(1, "linux", "ext4", label, 1, label.length(), 1)
                .disk();
    }

    @Test
    @DisplayName("X2 what a disk held before a clone wrote to it is not what the next session asks of it")
    void scannedBeforeClone(@TempDir Path other) {
        MovingClock clock = new MovingClock();
        try (TestController late = TestController.start(other, config -> config.timed(clock))) {
            TestNode source = source(late);
            TestNode target = late.node("target");
            target.report(scanned("before", Instant.parse("2025-12-31T00:00:00Z")));
            clock.advance(Duration.ofSeconds(16));
            TestClone first = TestClone.create(late, source, target);
            late.admin().post(first.path("/start?boot=true")).data();
            first.sourceReady().cloning().completed();
            clock.advance(Duration.ofSeconds(16));
            TestClone second = TestClone.create(late, source, target);
            late.admin().post(second.path("/start?boot=true")).data();
            second.sourceReady();
            assertNull(ordered(second), "bound to what the first clone has overwritten");
        }
    }

    @Test
    @DisplayName("X2 a scan from after a clone's end counts, also when the node's clock is a little behind")
    void scannedAfterClone(@TempDir Path other) {
        MovingClock clock = new MovingClock();
        try (TestController late = TestController.start(other, config -> config.timed(clock))) {
            TestNode source = source(late);
            TestNode target = late.node("target");
            target.report(scanned("before", Instant.parse("2025-12-31T00:00:00Z")));
            clock.advance(Duration.ofSeconds(16));
            TestClone first = TestClone.create(late, source, target);
            late.admin().post(first.path("/start?boot=true")).data();
            first.sourceReady().cloning().completed();
            DiskInfo after = scanned("after", Instant.parse("2026-01-01T00:02:01Z"));
            target.report(after);
            clock.advance(Duration.ofSeconds(16));
            TestClone second = TestClone.create(late, source, target);
            late.admin().post(second.path("/start?boot=true")).data();
            second.sourceReady();
            assertEquals(DiskContents.of(after), ordered(second));
            first = second;
            first.cloning();
            first.fail(target, "the disk is broken").data();
            after = scanned("later", clock.instant().minusSeconds(2));
            target.report(after);
            clock.advance(Duration.ofSeconds(16));
            second = TestClone.create(late, source, target);
            late.admin().post(second.path("/start?boot=true")).data();
            second.sourceReady();
            assertEquals(DiskContents.of(after), ordered(second));
        }
    }

    @Test
    @DisplayName("X2 a disk that another session writes is bound at the start, not half written")
    void writtenByAnother() throws Exception {
        TestNode target = target(controller, "old");
        TestClone first = made(source(controller), target, nameless("/dev/vda", "old"));
        first.start().sourceReady().cloning();
        TestClone second = made(source(controller), target, nameless("/dev/vda", "half"));
        first.fail(first.target, "the disk is broken").data();
        DiskInfo found = nameless("/dev/vda", "formatted since");
        scanning(target, found, "POST", second.path("/start"), null).data();
        second.sourceReady();
        assertEquals(DiskContents.of(found), ordered(second));
    }

    @Test
    @DisplayName("X2 a disk whose partitions are being changed is bound at the start, not half changed")
    void changedByJob() throws Exception {
        TestNode target = target(controller, "old");
        job(target, "running");
        TestClone clone = made(source(controller), target, nameless("/dev/vda", "half"));
        job(target, "completed");
        DiskInfo found = nameless("/dev/vda", "grown");
        scanning(target, found, "POST", clone.path("/start"), null).data();
        clone.sourceReady();
        assertEquals(DiskContents.of(found), ordered(clone));
    }

    private static void job(TestNode node, String state) {
        node.client()
                .post(
                        node.path("/partition-operations/report"),
                        new PartitionJob(
                                "job-" + node.id(),
                                "/dev/vda",
                                state,
                                0,
                                1,
                                null,
                                0,
                                0,
                                null,
                                null,
                                null,
                                null,
                                List.of(),
                                Instant.now().minusSeconds(1)))
                .data();
    }

    @Test
    @DisplayName("X2 a scan from before a job on the disk does not count")
    void scannedBeforeJob(@TempDir Path other) {
        MovingClock clock = new MovingClock();
        try (TestController late = TestController.start(other, config -> config.timed(clock))) {
            TestNode source = source(late);
            TestNode target = late.node("target");
            target.report(scanned("before", Instant.now().minusSeconds(100)));
            job(target, "completed");
            clock.advance(Duration.ofSeconds(16));
            TestClone clone = TestClone.create(late, source, target);
            late.admin().post(clone.path("/start?boot=true")).data();
            clone.sourceReady();
            assertNull(ordered(clone));
        }
    }

    @Test
    @DisplayName("X2 a scan made for the session counts whatever the clock of its node says")
    void clockBehind() throws Exception {
        TestNode target = target(controller, "old");
        job(target, "completed");
        DiskInfo found = scanned("fresh", Instant.now().minusSeconds(3600));
        TestClone clone = made(source(controller), target, found);
        controller.admin().post(clone.path("/start")).data();
        clone.sourceReady();
        assertEquals(DiskContents.of(found), ordered(clone));
    }

    @Test
    @DisplayName("X2 whether the target is large enough is judged by what its node finds now")
    void judgedAfterTheLook() throws Exception {
        TestNode source = source(controller);
        TestNode target = controller.node("target");
        target.report(
                new DiskDraft("/dev/vda", 1024, null).hardware(null, "usb").disk());
        TestClone clone = made(source, target, nameless("/dev/vda", "larger"));
        DiskInfo small =
                new DiskDraft("/dev/vda", 1024, null).hardware(null, "usb").disk();
        target.report(small);
        controller
                .admin()
                .call("PATCH", clone.path(""), Map.of("name", "other"))
                .data();
        scanning(target, nameless("/dev/vda", "again"), "PATCH", clone.path(""), Map.of("target_device", "/dev/vda"))
                .data();
        scanning(target, small, "PATCH", clone.path(""), Map.of("target_device", "/dev/vda"))
                .problem(422, "target-too-small");
    }

    @Test
    @DisplayName("X2 a node that takes too long to look is looked at again at the start")
    void slow() throws Exception {
        TestNode target = target(controller, "old");
        TestNode source = source(controller);
        CompletableFuture<Reply> asked =
                controller.admin().later("POST", "/clone-sessions", TestClone.request(source.id(), target.id()));
        CloneSession session = asked.get(60, TimeUnit.SECONDS).data(CloneSession.class);
        TestClone clone = TestClone.of(controller, source, target, session.id());
        source.heartbeat();
        target.heartbeat();
        DiskInfo found = nameless("/dev/vda", "formatted since");
        scanning(target, found, "POST", clone.path("/start"), null).data();
        clone.sourceReady();
        assertEquals(DiskContents.of(found), ordered(clone));
    }
}
