package io.pureboot.node.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.protocol.node.Order;
import io.pureboot.protocol.session.SourceReady;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A target that was told to stop has its disk for a moment longer. */
class StoppedRoleLoopTest {
    private static final long CLOSING_MILLIS = 1500;

    @TempDir
    Path dir;

    private CloneRig rig;
    private TestNode from;
    private TestNode to;

    @BeforeEach
    void writing() throws Exception {
        rig = CloneRig.of(dir, 4 * CloneRig.MIB);
        rig.targetFaults = device -> device.slowToClose(CLOSING_MILLIS);
        from = rig.sourceNode();
        to = rig.targetNode();
        to.fetchFrom(TestNode.url(from.serve(false)), false);
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (to.scan().inUse().isEmpty()) {
            assertTrue(System.nanoTime() < deadline, "never held");
        }
    }

    @AfterEach
    void end() throws Exception {
        to.close();
        from.close();
        rig.close();
    }

    @Test
    @DisplayName("DF7 the next session of a disk waits for the one before to let go of it")
    void nextSession() throws Exception {
        from.runner.apply(
                List.of(new Order.Source("s2", rig.source.path().toString(), from.identity(), null, 0, false)));
        SourceReady ready = from.reports.awaitReady(2);
        to.runner.apply(List.of(new Order.Target(
                "s2",
                rig.target.path().toString(),
                to.identity(),
                null,
                "source-node",
                TestNode.url(ready),
                "none",
                false)));
        assertEquals("s2", CloneRig.receipt(to.reports.awaitComplete()).sessionId());
        rig.assertCopied();
    }

    @Test
    @DisplayName("ED3 a scan right after a cancel finds the disk free, not held by its own node")
    void scanned() throws Exception {
        to.runner.apply(List.of());
        assertEquals(List.of(), to.settledScan().inUse());
    }

    @Test
    @DisplayName("X4 a role that has not let go of its disk yet is still told of")
    void stillTold() throws Exception {
        to.runner.apply(List.of());
        assertTrue(to.runner.active().stream().anyMatch(role -> !role.over()));
        to.runner.awaitStopped();
        assertEquals(List.of(), to.runner.active());
    }
}
