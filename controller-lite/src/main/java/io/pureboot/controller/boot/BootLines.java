package io.pureboot.controller.boot;

import io.pureboot.controller.node.Enrolment;
import io.pureboot.controller.node.Nodes;
import io.pureboot.controller.session.SessionOrders;
import io.pureboot.controller.store.NodeRow;
import io.pureboot.controller.store.SessionRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Kernel command lines of nodes: where the controller is, how to know it, a one-time token, and the session and mode if
 * the node takes part in one. What the node does then it still takes from its orders.
 */
public final class BootLines {
    private static final Duration TOKEN_LIFETIME = Duration.ofHours(1);

    private final Nodes nodes;
    private final SessionOrders sessions;
    private final Enrolment enrolment;
    private final String caSha256;

    public BootLines(Nodes nodes, SessionOrders sessions, Enrolment enrolment, String caSha256) {
        this.nodes = nodes;
        this.sessions = sessions;
        this.enrolment = enrolment;
        this.caSha256 = caSha256;
    }

    /** With a new token, good for one hour and one enrolment. {@code server} is such as {@code https://10.0.0.1:8443}. */
    public String forNode(String nodeId, String server, String askedBy) {
        NodeRow node = nodes.get(nodeId);
        List<String> parts = new ArrayList<>();
        parts.add("pureboot.mode=" + mode(node.id()));
        parts.add("pureboot.server=" + server);
        parts.add("pureboot.ca=" + caSha256);
        parts.add("pureboot.node_id=" + node.id());
        // A machine with several cards is the same node whichever it starts from and reaches the controller by.
        String mac = node.machine().macAddress();
        if (mac != null) {
            parts.add("pureboot.mac=" + mac);
        }
        parts.add("pureboot.token="
                + enrolment.bootToken(TOKEN_LIFETIME, node.id(), askedBy).token());
        sessions.of(node.id()).ifPresent(session -> {
            parts.add("pureboot.session_id=" + session.id());
            parts.add("pureboot.device=" + side(session, node.id()).device());
        });
        return String.join(" ", parts);
    }

    private String mode(String nodeId) {
        return sessions.of(nodeId)
                .map(session -> "clone_"
                        + (isSource(session, nodeId) ? "source_" : "target_")
                        + session.mode().name().toLowerCase(Locale.ROOT))
                .orElse("pending");
    }

    private static SessionRow.Side side(SessionRow session, String nodeId) {
        return isSource(session, nodeId) ? session.source() : session.target();
    }

    private static boolean isSource(SessionRow session, String nodeId) {
        return nodeId.equals(session.source().nodeId());
    }
}
