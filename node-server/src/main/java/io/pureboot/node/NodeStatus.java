package io.pureboot.node;

import io.pureboot.node.controller.ControllerAddress;
import io.pureboot.node.controller.ControllerLink.Standing;
import io.pureboot.node.session.ActiveSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the machine's console says of the node. */
final class NodeStatus {
    private NodeStatus() {}

    /**
     * @param pin shown by a node that stands alone; who has a controller signs in there
     * @param fingerprint SHA-256 of the certificate that such a node shows
     * @param standing null before the first request to the controller
     */
    static List<String> lines(
            NodeConfig config,
            @Nullable String pin,
            String fingerprint,
            @Nullable Standing standing,
            List<ActiveSession> active) {
        List<String> lines = new ArrayList<>();
        ControllerAddress address = config.controller();
        if (address != null) {
            controller(lines, address, standing);
        } else {
            if (pin != null) {
                lines.add("PIN " + pin);
            }
            lines.add("Certificate SHA-256 " + fingerprint);
        }
        for (ActiveSession session : active) {
            lines.add(StatusFile.work(
                    session.role().name().toLowerCase(Locale.ROOT),
                    session.device(),
                    session.phase(),
                    session.bytes(),
                    session.total()));
            if (session.error() != null) {
                lines.add("  " + session.error());
            }
        }
        if (active.isEmpty() && address == null) {
            lines.add("Ready");
        } else if (active.isEmpty() && standing != null && standing.enrolled() && standing.refusal() == null) {
            lines.add("Waiting for orders");
        }
        config.problems().forEach(problem -> lines.add("! " + problem));
        return lines;
    }

    private static void controller(List<String> lines, ControllerAddress address, @Nullable Standing standing) {
        String server = "Controller " + address.server();
        if (standing == null) {
            lines.add(server + " is being asked");
        } else if (standing.refusal() != null && standing.reachable()) {
            lines.add(server + ": this node is not enrolled there");
            lines.add("! " + standing.refusal());
        } else if (standing.reachable()) {
            lines.add(server + " answers");
        } else {
            lines.add(server + " does not answer; trying again");
            if (standing.failure() != null) {
                lines.add("! " + standing.failure());
            }
        }
    }
}
