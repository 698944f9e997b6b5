package io.pureboot.controller.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.controller.testing.TestClone;
import io.pureboot.controller.testing.TestController;
import io.pureboot.protocol.node.Order;
import io.pureboot.protocol.session.CloneRole;
import io.pureboot.protocol.session.CloneSession;
import io.pureboot.protocol.session.SessionStatus;
import io.pureboot.protocol.session.TransferPhase;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectCloneTest {
    @Test
    @DisplayName("AR2 DF1 DF4 DF5 EB1 EB2 EB3 EC6 a direct clone from create to completed")
    void wholeWay(@TempDir Path data) {
        try (TestController controller = TestController.start(data)) {
            TestClone clone = TestClone.create(controller);
            assertEquals(SessionStatus.PENDING, clone.view().status());
            assertTrue(clone.source.orders().orders().isEmpty());

            clone.start();
            Order.Source served = clone.source.orders(Order.Source.class).getFirst();
            assertEquals(clone.id, served.sessionId());
            assertEquals("/dev/sda", served.device());
            assertEquals(9999, served.port());
            assertTrue(clone.target.orders().orders().isEmpty());

            clone.sourceReady();
            assertEquals(SessionStatus.SOURCE_READY, clone.view().status());
            Order.Target fetch = clone.target.orders(Order.Target.class).getFirst();
            assertEquals("https://127.0.0.1:9999", fetch.sourceUrl());
            assertEquals(clone.source.id(), fetch.sourceNodeId());

            clone.cloning();
            assertEquals(SessionStatus.CLONING, clone.view().status());
            assertEquals(50.0, clone.view().progressPercent());
            clone.progress(clone.target, CloneRole.TARGET, TestClone.USED, TransferPhase.VERIFYING, 2)
                    .data();
            CloneSession verifying = clone.view();
            assertEquals(TransferPhase.VERIFYING, verifying.phase());

            clone.completed();
            CloneSession done = clone.view();
            assertEquals(SessionStatus.COMPLETED, done.status());
            assertEquals(100.0, done.progressPercent());
            assertTrue(done.hasReceipt());
            assertEquals(1, clone.source.orders(Order.Release.class).size());
            assertEquals(1, clone.target.orders(Order.Release.class).size());
            assertTrue(clone.target.orders(Order.Target.class).isEmpty());
        }
    }
}
