package io.pureboot.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.node.controller.ControllerLink;
import io.pureboot.node.controller.FixedDisks;
import io.pureboot.node.controller.MemoryIdentityStore;
import io.pureboot.node.controller.TestController;
import io.pureboot.node.job.DiskScans;
import io.pureboot.node.job.Power;
import io.pureboot.protocol.node.NodeRegistration;
import io.pureboot.protocol.node.Order;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoleEndTest {
    private static final NodeRegistration MACHINE = new NodeRegistration(
            "node-a", "52:54:00:00:00:01", null, null, null, null, "amd64", null, 2, 1L << 30, List.of(), null);

    @TempDir
    Path temp;

    private final CountDownLatch restarted = new CountDownLatch(1);
    private final Power power = new Power() {
        @Override
        public void poweroff() {
            throw new AssertionError("turned off");
        }

        @Override
        public void reboot() {
            restarted.countDown();
        }
    };

    @Test
    @DisplayName("X2 a machine restarts after its clone only once the controller knows what its disks hold now")
    void tellsDisksBeforeItRestarts() throws Exception {
        try (TestController controller = new TestController();
                ControllerLink link = link(controller)) {
            controller.await("/disks/report", 1);
            controller.fail("/disks/report", 503);
            release(link);
            controller.await("/disks/report", 3);
            assertFalse(restarted.await(0, TimeUnit.SECONDS), "the scan after the clone is lost");
            controller.fail("/disks/report", 0);
            assertTrue(restarted.await(60, TimeUnit.SECONDS));
        }
    }

    @Test
    @DisplayName("X11 it restarts also when the controller goes away before it knows")
    void restartsWithoutController() throws Exception {
        try (TestController controller = new TestController();
                ControllerLink link = link(controller)) {
            controller.await("/disks/report", 1);
            controller.stop();
            release(link);
            assertTrue(restarted.await(50, TimeUnit.SECONDS));
            assertEquals(1, controller.requests("/disks/report").size());
        }
    }

    private ControllerLink link(TestController controller) throws Exception {
        ControllerLink link = new ControllerLink(
                controller.address("token-1"),
                temp.resolve("queue"),
                new MemoryIdentityStore(),
                () -> MACHINE,
                new DiskScans(new FixedDisks()),
                null,
                Clock.systemUTC(),
                identity -> {});
        link.enrol();
        link.start(orders -> {}, "pending", List::of, Duration.ofMillis(100));
        return link;
    }

    private void release(ControllerLink link) {
        new RoleEnd("s1", power).look(List.of(new Order.Release("s1", "completed")), link);
    }
}
