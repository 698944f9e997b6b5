package io.pureboot.node;

import io.pureboot.node.controller.ControllerLink;
import io.pureboot.node.job.Power;
import io.pureboot.protocol.node.Order;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A machine that was booted for one clone boots its own disk once that is over. One whose clone failed stays up: people
 * want to see why, and to start it again.
 */
final class RoleEnd {
    private static final Logger LOG = LoggerFactory.getLogger(RoleEnd.class);
    private static final Duration FLUSH = Duration.ofMinutes(2);
    private static final Duration SCAN = Duration.ofSeconds(60);

    private final String sessionId;
    private final Power power;
    private boolean ended;

    RoleEnd(String sessionId, Power power) {
        this.sessionId = sessionId;
        this.power = power;
    }

    /** Looks for the end of the session in a list of orders. */
    synchronized void look(List<Order> orders, ControllerLink link) {
        boolean over = orders.stream()
                .anyMatch(order -> order instanceof Order.Release release
                        && release.sessionId().equals(sessionId)
                        && !release.reason().startsWith("failed"));
        if (over && !ended) {
            ended = true;
            Thread.ofVirtual().name("role end").start(() -> restart(link));
        }
    }

    private void restart(ControllerLink link) {
        try {
            if (!link.awaitDelivered(FLUSH)) {
                LOG.error("the clone is over, but the controller has not heard all of it: this machine stays up");
                return;
            }
            // The next clone of a disk without a name is bound to what the last scan found, when this machine is off
            // then.
            if (!link.tellDisks(SCAN)) {
                LOG.warn("the controller does not know what the disks hold after the clone");
            }
            LOG.info("the clone is over: restarting, to boot this machine's own disk");
            power.reboot();
        } catch (IOException e) {
            LOG.error("cannot restart", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
