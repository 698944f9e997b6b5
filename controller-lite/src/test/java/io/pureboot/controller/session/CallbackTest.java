package io.pureboot.controller.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.controller.testing.TestClone;
import io.pureboot.controller.testing.TestController;
import io.pureboot.controller.testing.TestKey;
import io.pureboot.controller.testing.TestNode;
import io.pureboot.protocol.node.Order;
import io.pureboot.protocol.session.CloneRole;
import io.pureboot.protocol.session.CloneSession;
import io.pureboot.protocol.session.PartitionNote;
import io.pureboot.protocol.session.SessionStatus;
import io.pureboot.protocol.session.SourceReady;
import io.pureboot.protocol.session.TransferPhase;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallbackTest {
    private static final long MIB = 1 << 20;

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
    @DisplayName("EB1 DF4 TS9 TS10 TS21 source-ready stores address, port, size and how partitions are copied")
    void sourceReady() {
        TestClone clone = TestClone.create(controller);
        clone.ready("127.0.0.1", 9999).problem(409, "session-state");
        clone.start();
        var notes = List.of(new PartitionNote(1, "ext4", "raw", "the file system is dirty", 5 * MIB));
        var answer = clone.source
                .client()
                .post(
                        clone.path("/source-ready"),
                        new SourceReady("10.1.2.3", 19999, TestClone.SIZE, "/dev/sda", 7 * MIB, null, notes))
                .data();
        assertEquals("source_ready", answer.path("status").asText());
        assertTrue(answer.path("target_boot_triggered").asBoolean());
        CloneSession session = clone.view();
        assertEquals("10.1.2.3", session.sourceIp());
        assertEquals(19999, session.sourcePort());
        assertEquals(7 * MIB, session.bytesTotal());
        assertEquals(TestClone.SIZE, session.sourceSizeBytes());
        assertEquals(notes, session.partitionNotes());
        assertNotNull(session.sourceReadyAt());
        assertEquals(9999, clone.source.orders(Order.Source.class).getFirst().port(), "the source is not asked again");
        assertEquals(
                "https://10.1.2.3:19999",
                clone.target.orders(Order.Target.class).getFirst().sourceUrl());
    }

    @Test
    @DisplayName("EB1 TS9 an IPv6 source; after a restart elsewhere the target's order follows")
    void movedSource() {
        TestClone clone = TestClone.create(controller).start();
        clone.ready("fd00::7", 9999).data();
        Order.Target first = clone.target.orders(Order.Target.class).getFirst();
        assertEquals("https://[fd00::7]:9999", first.sourceUrl());
        long version = clone.target.orders().version();
        clone.cloning();
        clone.ready("10.1.2.3", 20000).data();
        assertEquals(SessionStatus.CLONING, clone.view().status());
        assertEquals(
                "https://10.1.2.3:20000",
                clone.target.orders(Order.Target.class).getFirst().sourceUrl());
        assertTrue(version != clone.target.orders().version());
    }

    @Test
    @DisplayName("DF4 EB1 an address that is not the node's, another disk or another size is refused")
    void wrongSource() {
        TestClone clone = TestClone.create(controller).start();
        clone.ready("192.0.2.1", 9999).problem(422, "validation").names("ip");
        clone.ready("0.0.0.0", 9999).problem(422, "validation").names("ip");
        clone.ready("example.org", 9999).problem(422, "validation").names("ip");
        clone.ready("127.0.0.1", 0).problem(422, "validation").names("port");
        clone.source
                .client()
                .post(
                        clone.path("/source-ready"),
                        new SourceReady("127.0.0.1", 1, TestClone.SIZE, "/dev/sdb", null, null, null))
                .problem(409, "device-changed");
        clone.source
                .client()
                .post(
                        clone.path("/source-ready"),
                        new SourceReady("127.0.0.1", 1, TestClone.SIZE + 512, null, null, null, null))
                .problem(409, "device-changed");
        assertEquals(SessionStatus.PENDING, clone.view().status());
        assertNull(clone.view().sourceIp());
    }

    @Test
    @DisplayName("EB2 DF9 SP1 SP2 SP3 SP4 TS22 TS23 progress of each role by itself, never backwards, replays ignored")
    void progress() {
        TestClone clone = TestClone.create(controller).start();
        clone.progress(clone.target, CloneRole.TARGET, 1, TransferPhase.TRANSFERRING, 1)
                .problem(409, "session-state");
        clone.sourceReady();
        progress(clone, CloneRole.SOURCE, 10 * MIB, TransferPhase.TRANSFERRING, 5);
        assertEquals(SessionStatus.CLONING, clone.view().status());
        assertEquals(0, clone.view().bytesTransferred());
        assertEquals(10 * MIB, clone.view().sourceBytesTransferred());

        progress(clone, CloneRole.TARGET, 8 * MIB, TransferPhase.TRANSFERRING, 7);
        assertEquals(8 * MIB, clone.view().bytesTransferred());
        assertEquals(1000L, clone.view().transferRateBps());
        progress(clone, CloneRole.TARGET, 9 * MIB, TransferPhase.TRANSFERRING, 7);
        progress(clone, CloneRole.TARGET, 4 * MIB, TransferPhase.TRANSFERRING, 8);
        assertEquals(8 * MIB, clone.view().bytesTransferred());
        assertNotNull(clone.view().cloningAt());

        progress(clone, CloneRole.TARGET, TestClone.USED, TransferPhase.TRANSFERRING, 9);
        progress(clone, CloneRole.TARGET, 3 * MIB, TransferPhase.VERIFYING, 10);
        progress(clone, CloneRole.TARGET, TestClone.USED, TransferPhase.TRANSFERRING, 11);
        CloneSession verifying = clone.view();
        assertEquals(TransferPhase.VERIFYING, verifying.phase());
        assertEquals(TestClone.USED, verifying.bytesTransferred());
        assertEquals(3 * MIB, verifying.verifiedBytes());
        assertNotNull(verifying.transferredAt());
        progress(clone, CloneRole.TARGET, 0, TransferPhase.RESIZING, 12);
        assertEquals(TransferPhase.RESIZING, clone.view().phase());
        assertNotNull(clone.view().verifiedAt());
    }

    private static void progress(TestClone clone, CloneRole role, long bytes, TransferPhase phase, long sequence) {
        TestNode node = role == CloneRole.SOURCE ? clone.source : clone.target;
        clone.progress(node, role, bytes, phase, sequence).data();
    }

    @Test
    @DisplayName("EB2 a role that starts again counts from its own beginning")
    void newRun() {
        TestClone clone = TestClone.create(controller).start().sourceReady();
        progress(clone, CloneRole.TARGET, 100 * MIB, TransferPhase.VERIFYING, 1_000_000);
        clone.target.certificate(clone.id, CloneRole.TARGET, TestKey.make());
        progress(clone, CloneRole.TARGET, MIB, TransferPhase.TRANSFERRING, 1);
        assertEquals(MIB, clone.view().bytesTransferred());
        assertEquals(TransferPhase.TRANSFERRING, clone.view().phase());
    }

    @Test
    @DisplayName("SP1 SP2 SP3 SP4 EB2 what is not acceptable in an update, with the field")
    void badProgress() {
        TestClone clone = TestClone.create(controller).start().sourceReady();
        bad(clone, "role", "middle");
        bad(clone, "role", null);
        bad(clone, "bytes_transferred", -1);
        bad(clone, "bytes_transferred", 12.5);
        bad(clone, "bytes_transferred", "12");
        bad(clone, "bytes_transferred", null);
        bad(clone, "transfer_rate_bps", -1);
        bad(clone, "status", "downloading");
        bad(clone, "sequence", -1);
        bad(clone, "bytes_written", 1);
        assertEquals(SessionStatus.SOURCE_READY, clone.view().status());
    }

    private static void bad(TestClone clone, String field, @org.jspecify.annotations.Nullable Object value) {
        Map<String, Object> body = new HashMap<>(Map.of("role", "target", "bytes_transferred", 1, "sequence", 1));
        if (value == null) {
            body.remove(field);
        } else {
            body.put(field, value);
        }
        clone.target
                .client()
                .post(clone.path("/progress"), body)
                .problem(422, "validation")
                .names(field);
    }

    @Test
    @DisplayName("EB4 TS24 TS27 a failure ends the session with its reason and releases both nodes")
    void failed() {
        TestClone clone = TestClone.create(controller).start().sourceReady().cloning();
        clone.fail(clone.source, "read error at 4096\non /dev/sda").data();
        CloneSession failed = clone.view();
        assertEquals(SessionStatus.FAILED, failed.status());
        assertEquals("source: read error at 4096 on /dev/sda", failed.errorMessage());
        assertNotNull(failed.completedAt());
        assertTrue(clone.source.orders(Order.Source.class).isEmpty());
        assertTrue(clone.target.orders(Order.Target.class).isEmpty());
        clone.fail(clone.target, "later").data();
        assertEquals(failed, clone.view());
        clone.ready("127.0.0.1", 9999).problem(409, "session-state");
        clone.progress(clone.target, CloneRole.TARGET, 1, null, 99).problem(409, "session-state");
        assertEquals(failed, clone.view());
    }

    @Test
    @DisplayName("EB3 EB4 after the end what nodes still say changes nothing")
    void afterTheEnd() {
        TestClone clone =
                TestClone.create(controller).start().sourceReady().cloning().completed();
        CloneSession done = clone.view();
        assertEquals(SessionStatus.COMPLETED, done.status());
        clone.complete(new io.pureboot.protocol.session.SignedReceipt("x", "x", "x", "x", "x"))
                .data();
        clone.fail(clone.source, "too late").data();
        clone.progress(clone.source, CloneRole.SOURCE, 1, null, 1_000).data();
        clone.ready("127.0.0.1", 9999).problem(409, "session-state");
        assertEquals(done, clone.view());
    }

    @Test
    @DisplayName("EB3 a cancelled session is not completed by a target that did not hear of it")
    void completeAfterCancel() {
        TestClone clone = TestClone.create(controller).start().sourceReady().cloning();
        var receipt = clone.signed(clone.receipt());
        clone.delete().data();
        clone.complete(receipt).problem(409, "session-state");
        assertEquals(SessionStatus.CANCELLED, clone.view().status());
    }

    @Test
    @DisplayName("X9 a node speaks for its own role of its own sessions only")
    void strangers() {
        TestClone clone = TestClone.create(controller).start().sourceReady().cloning();
        CloneSession before = clone.view();
        TestNode stranger = controller.node("stranger");
        stranger.client().get(clone.path("")).problem(403, "forbidden");
        stranger.client().get(clone.path("/receipt")).problem(403, "forbidden");
        stranger.client().get(clone.path("/certs?role=source")).problem(403, "forbidden");
        stranger.client()
                .post(clone.path("/source-ready"), TestClone.sourceReady("127.0.0.1", 1))
                .problem(403, "forbidden");
        clone.fail(stranger, "sabotage").problem(403, "forbidden");
        clone.progress(stranger, CloneRole.TARGET, TestClone.USED, null, 100).problem(403, "forbidden");
        clone.progress(clone.source, CloneRole.TARGET, TestClone.USED, null, 100)
                .problem(403, "forbidden");
        clone.target
                .client()
                .post(clone.path("/source-ready"), TestClone.sourceReady("127.0.0.1", 1))
                .problem(403, "forbidden");
        clone.source
                .client()
                .post(clone.path("/complete"), Map.of("role", "source"))
                .problem(403, "forbidden");
        clone.source
                .client()
                .post(clone.path("/failed"), Map.of("error_message", "x", "role", "target"))
                .problem(403, "forbidden");
        assertEquals(before, clone.view());
        assertEquals(before, clone.source.client().get(clone.path("")).data(CloneSession.class));
    }
}
