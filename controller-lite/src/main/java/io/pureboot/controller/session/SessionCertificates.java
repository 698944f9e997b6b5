package io.pureboot.controller.session;

import io.pureboot.controller.ca.CertificateAuthority;
import io.pureboot.controller.ca.IssuedCertificate;
import io.pureboot.controller.check.Fields;
import io.pureboot.controller.node.NodeAddresses;
import io.pureboot.controller.store.SessionRow;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import io.pureboot.protocol.session.CertBundle;
import io.pureboot.protocol.session.CertRequest;
import io.pureboot.protocol.session.CloneMode;
import io.pureboot.protocol.session.CloneRole;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Certificates of clone sessions. They are issued to the enrolled node that has the role, while the session runs. A new
 * one is a new run of the role, whose progress counts from its own beginning. Keys made here are never kept.
 */
public final class SessionCertificates {
    private static final int MAX_ADDRESSES = 64;

    private final Sessions sessions;
    private final CertificateAuthority authority;
    private final NodeAddresses addresses;

    public SessionCertificates(Sessions sessions, CertificateAuthority authority, NodeAddresses addresses) {
        this.sessions = sessions;
        this.authority = authority;
        this.addresses = addresses;
    }

    /** {@code request} null: the key is made here and is in the answer. */
    public CertBundle issue(
            String sessionId, CloneRole role, String nodeId, @Nullable CertRequest request, String remoteAddress) {
        if (request != null) {
            new Fields()
                    .requiredDocument("csr_pem", request.csrPem(), 8192)
                    .check(
                            request.ips() == null || request.ips().size() <= MAX_ADDRESSES,
                            "ips",
                            "has more than " + MAX_ADDRESSES + " entries")
                    .check(
                            request.ips() == null
                                    || request.ips().stream()
                                            .allMatch(ip -> ip != null && CertificateAuthority.isAddress(ip)),
                            "ips",
                            "must be IP addresses")
                    .orThrow();
        }
        SessionRow row = sessions.get(sessionId);
        Roles.require(row, role, nodeId);
        if (row.mode() != CloneMode.DIRECT) {
            throw new ProblemException(
                    ProblemType.MALFORMED_REQUEST, "Only direct sessions have certificates; this one is staged.");
        }
        requireActive(row);
        List<String> more = request == null || request.ips() == null ? List.of() : request.ips();
        IssuedCertificate issued = authority.issueSession(
                sessionId,
                role,
                nodeId,
                request == null ? null : request.csrPem(),
                addresses.of(nodeId, more, remoteAddress));
        sessions.change(sessionId, now -> {
            requireActive(now);
            SessionRow.Change change = now.change();
            if (role == CloneRole.SOURCE) {
                change.source = now.source().certified(issued.pem());
            } else {
                change.target = now.target().certified(issued.pem());
            }
            return change.apply();
        });
        return new CertBundle(issued.pem(), issued.keyPem(), authority.pem());
    }

    private static void requireActive(SessionRow row) {
        if (!row.active()) {
            throw new ProblemException(
                    ProblemType.SESSION_STATE,
                    row.started()
                            ? "The session is over: there are no more certificates for it."
                            : "The session is not started: there are no certificates for it yet.");
        }
    }
}
