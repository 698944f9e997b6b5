package io.pureboot.controller.node;

import io.pureboot.controller.ca.CertificateAuthority;
import io.pureboot.controller.ca.IssuedCertificate;
import io.pureboot.controller.check.Fields;
import io.pureboot.controller.check.Secrets;
import io.pureboot.controller.store.Database;
import io.pureboot.controller.store.EnrolmentStore;
import io.pureboot.controller.store.NodeRow;
import io.pureboot.protocol.node.CertificateRenewal;
import io.pureboot.protocol.node.EnrolmentRequest;
import io.pureboot.protocol.node.EnrolmentResponse;
import io.pureboot.protocol.node.NodeRegistration;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes machines into nodes: one-time tokens in, certificates out. */
public final class Enrolment {
    private final Database database;
    private final EnrolmentStore store;
    private final Nodes nodes;
    private final Credentials credentials;
    private final CertificateAuthority authority;
    private final NodeAddresses addresses;
    private final Clock clock;

    public Enrolment(
            Database database,
            EnrolmentStore store,
            Nodes nodes,
            Credentials credentials,
            CertificateAuthority authority,
            NodeAddresses addresses,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.nodes = nodes;
        this.credentials = credentials;
        this.authority = authority;
        this.addresses = addresses;
        this.clock = clock;
    }

    /** A token good for one enrolment, and until when. */
    public record Token(String token, Instant expiresAt) {}

    public Token newToken(Duration lifetime, @Nullable String note, String createdBy) {
        return newToken(lifetime, note, createdBy, null);
    }

    /** With it the machine with that node's MAC address becomes that node again, whatever else it calls itself. */
    public Token bootToken(Duration lifetime, String nodeId, String createdBy) {
        return newToken(lifetime, "boot of " + nodeId, createdBy, nodeId);
    }

    private Token newToken(Duration lifetime, @Nullable String note, String createdBy, @Nullable String nodeId) {
        Token token = new Token(Secrets.token(), clock.instant().plus(lifetime));
        store.addToken(Secrets.sha256(token.token), note, createdBy, nodeId, clock.instant(), token.expiresAt);
        return token;
    }

    /**
     * Enrols a machine. One that was a node before stays that node, and its earlier certificates are no longer accepted.
     * Nothing is kept when anything is wrong.
     */
    public EnrolmentResponse enrol(EnrolmentRequest request, String remoteAddress) {
        Fields fields = new Fields()
                .requiredText("token", request.token(), 200)
                .requiredDocument("csr_pem", request.csrPem(), 8192)
                .required("node", request.node());
        if (request.node() != null) {
            Machines.check(fields, "node.", request.node());
        }
        fields.orThrow();
        Instant now = clock.instant();
        return database.transaction(() -> {
            NodeRegistration machine = Machines.normal(request.node());
            String token = Secrets.sha256(request.token());
            NodeRow before = nodes.meant(store.nodeOf(token).orElse(null), machine)
                    .or(() -> nodes.sameMachine(machine))
                    .orElseGet(() -> discovered(machine, now));
            NodeRow row = before.withMachine(Machines.merge(before.machine(), machine), remoteAddress, now)
                    .enrolled(now);
            IssuedCertificate issued = authority.issueNode(
                    row.id(), request.csrPem(), addresses.of(row.machine(), List.of(), remoteAddress));
            if (!store.redeem(token, row.id(), Secrets.sha256(request.csrPem()), now)) {
                throw new ProblemException(
                        ProblemType.FORBIDDEN,
                        "This enrolment token is unknown, used or expired: make a new one at the controller.");
            }
            nodes.save(row);
            credentials.revoke(row.id());
            return accept(row.id(), issued);
        });
    }

    /** The next certificate of a node, for a key it may have changed. The present one stays good until it expires. */
    public EnrolmentResponse renew(String nodeId, CertificateRenewal request, String remoteAddress) {
        new Fields().requiredDocument("csr_pem", request.csrPem(), 8192).orThrow();
        NodeRow row = nodes.get(nodeId);
        return accept(
                nodeId,
                authority.issueNode(nodeId, request.csrPem(), addresses.of(row.machine(), List.of(), remoteAddress)));
    }

    private EnrolmentResponse accept(String nodeId, IssuedCertificate issued) {
        credentials.add(new EnrolmentStore.Credential(issued.serial(), nodeId, issued.notAfter()));
        Duration left = Duration.between(clock.instant(), issued.notAfter());
        return new EnrolmentResponse(
                nodeId, issued.pem(), authority.pem(), clock.instant().plus(left.dividedBy(2)));
    }

    private static NodeRow discovered(NodeRegistration machine, Instant now) {
        return new NodeRow(
                UUID.randomUUID().toString(),
                machine,
                null,
                "discovered",
                null,
                null,
                null,
                null,
                null,
                null,
                now,
                now);
    }
}
