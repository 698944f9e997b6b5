package io.pureboot.protocol;

import io.pureboot.protocol.session.CloneRole;
import java.util.Locale;

/** Names that certificates carry as URI in their subject alternative names. */
public final class Identities {
    private Identities() {}

    /** Of a node's own certificate: {@code urn:pureboot:node:<node id>}. */
    public static String node(String nodeId) {
        return "urn:pureboot:node:" + nodeId;
    }

    /** Of a session certificate: {@code urn:pureboot:session:<session id>:<role>:<node id>}. */
    public static String session(String sessionId, CloneRole role, String nodeId) {
        return "urn:pureboot:session:" + sessionId + ":" + role.name().toLowerCase(Locale.ROOT) + ":" + nodeId;
    }
}
