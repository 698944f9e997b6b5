package io.pureboot.controller.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.controller.testing.TestClone;
import io.pureboot.controller.testing.TestController;
import io.pureboot.controller.testing.TestNode;
import io.pureboot.protocol.node.NodeInfo;
import io.pureboot.protocol.node.Order;
import io.pureboot.protocol.session.CloneRole;
import io.pureboot.protocol.session.CloneSession;
import io.pureboot.protocol.session.SessionStatus;
import io.pureboot.protocol.session.TransferPhase;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartTest {
    @TempDir
    Path data;

    /** The session seen before and after a restart; both nodes keep their certificates and get the same orders. */
    private static TestClone restarted(TestController controller, TestClone clone) {
        CloneSession before = clone.view();
        long sourceVersion = clone.source.orders().version();
        long targetVersion = clone.target.orders().version();
        controller.restart();
        TestNode source = controller.again(clone.source);
        TestNode target = controller.again(clone.target);
        TestClone after = clone.on(controller, source, target);
        CloneSession then = after.view();
        assertEquals(
                before.toString().replace("Online=true", "Online=false"),
                then.toString().replace("Online=true", "Online=false"));
        if (!before.status().terminal()) {
            assertEquals(sourceVersion, source.orders().version());
            assertEquals(targetVersion, target.orders().version());
        }
        return after;
    }

    @Test
    @DisplayName("AR2 KD1 KD4 the controller may stop in any state: the session goes on where it was")
    void everyState() {
        try (TestController controller = TestController.start(data)) {
            String authority = controller.caSha256();
            TestClone clone = restarted(controller, TestClone.create(controller));
            clone = restarted(controller, clone.start());
            assertEquals(1, clone.source.orders(Order.Source.class).size());
            clone = restarted(controller, clone.sourceReady());
            assertEquals(1, clone.target.orders(Order.Target.class).size());
            clone = restarted(controller, clone.cloning());
            clone.progress(clone.target, CloneRole.TARGET, 1, TransferPhase.TRANSFERRING, 1)
                    .data();
            assertEquals(TestClone.USED / 2, clone.view().bytesTransferred(), "a replay of before the restart");
            clone = restarted(controller, clone.completed());
            assertEquals(SessionStatus.COMPLETED, clone.view().status());
            assertTrue(clone.view().hasReceipt());
            assertEquals(authority, controller.caSha256());
        }
    }

    private TestClone ended(TestController controller, UnaryOperator<TestClone> end) {
        return restarted(
                controller, end.apply(TestClone.create(controller).start().sourceReady()));
    }

    @Test
    @DisplayName("AR2 TS24 failed and cancelled stay so, and free their disks")
    void ended() {
        try (TestController controller = TestController.start(data)) {
            TestClone failed = ended(controller, clone -> {
                clone.fail(clone.source, "broken").data();
                return clone;
            });
            assertEquals("source: broken", failed.view().errorMessage());
            TestClone cancelled = ended(controller, clone -> {
                clone.delete().data();
                return clone;
            });
            assertEquals(SessionStatus.CANCELLED, cancelled.view().status());
            TestClone.create(controller, failed.source, failed.target).start();
        }
    }

    @Test
    @DisplayName("X16 nodes, their last word, their scan and what was asked of them outlive a restart")
    void nodes() {
        try (TestController controller = TestController.start(data)) {
            TestNode node = controller.node("lasting");
            node.heartbeat();
            controller.admin().post(node.path("/disks/scan")).data();
            controller
                    .admin()
                    .post(node.path("/command"), Map.of("command", "reboot"))
                    .data();
            long version = node.orders().version();
            NodeInfo before = controller.admin().get(node.path("")).data(NodeInfo.class);
            controller.restart();
            NodeInfo after = controller.admin().get(node.path("")).data(NodeInfo.class);
            assertEquals(before, after);
            TestNode again = controller.again(node);
            assertEquals(version, again.heartbeat());
            assertEquals(version, again.orders().version());
        }
    }
}
