package io.pureboot.node.controller;

import io.pureboot.node.tls.PeerIdentity;
import io.pureboot.node.tls.PemCertificates;
import io.pureboot.node.tls.PinnedTrust;
import io.pureboot.node.tls.SessionKey;
import io.pureboot.node.tls.TlsIdentity;
import io.pureboot.protocol.Identities;
import io.pureboot.protocol.node.CertificateRenewal;
import io.pureboot.protocol.node.EnrolmentRequest;
import io.pureboot.protocol.node.EnrolmentResponse;
import io.pureboot.protocol.node.NodeRegistration;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Turns a token, or the present certificate, into a certificate for a key made here. */
public final class Enrolment {
    /** The first request of two programs that have just started, perhaps on slow machines. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final ControllerAddress address;
    private final ControllerClient client;
    private final Supplier<NodeRegistration> machine;
    private @Nullable Asked asked;

    /** What a certificate was asked for, until it is there. */
    private record Asked(SessionKey key, String csrPem) {}

    public Enrolment(ControllerAddress address, ControllerClient client, Supplier<NodeRegistration> machine) {
        this.address = address;
        this.client = client;
        this.machine = machine;
    }

    /**
     * Spends the token. As long as no answer came the same key is asked for again: with another one the controller would
     * take the token for used, when only its answer was lost.
     */
    synchronized NodeIdentity enrol() throws IOException {
        String token = address.token();
        if (token == null) {
            throw new EnrolmentRefusedException(
                    "this node is not enrolled and has no token: make one at the controller and start"
                            + " the node with it");
        }
        NodeRegistration node = machine.get();
        Asked now = asked;
        if (now == null) {
            SessionKey key = SessionKey.generate();
            String name = node.hostname();
            now = new Asked(key, key.csrPem(name == null ? "node" : name));
            asked = now;
        }
        EnrolmentRequest request = new EnrolmentRequest(token, now.csrPem, node);
        // A client of its own: a certificate that is no longer accepted would have the request refused.
        try (ControllerClient anonymous = new ControllerClient(address)) {
            NodeIdentity identity =
                    identity(now.key, anonymous.post("nodes/enrol", request, EnrolmentResponse.class, LIMIT));
            asked = null;
            return identity;
        }
    }

    /** Whether the controller takes requests of this node by the certificate the client presents. */
    boolean accepted(NodeIdentity present) throws IOException {
        try {
            client.get("nodes/" + present.nodeId() + "/orders", Object.class, LIMIT);
            return true;
        } catch (ControllerException e) {
            if (e.unknownIdentity()) {
                return false;
            }
            throw e;
        }
    }

    /** The next certificate, for a new key; authenticated by the present one. */
    NodeIdentity renew(NodeIdentity present) throws IOException {
        SessionKey key = SessionKey.generate();
        CertificateRenewal request = new CertificateRenewal(key.csrPem(present.nodeId()));
        EnrolmentResponse response = client.post("nodes/renew", request, EnrolmentResponse.class, LIMIT);
        if (!response.nodeId().equals(present.nodeId())) {
            throw new EnrolmentRefusedException("the controller renewed another node, " + response.nodeId());
        }
        return identity(key, response);
    }

    private NodeIdentity identity(SessionKey key, EnrolmentResponse response) throws IOException {
        try {
            X509Certificate authority = PemCertificates.first(response.caPem());
            String sha256 = PemCertificates.sha256(authority);
            if (!sha256.equalsIgnoreCase(address.caSha256().replace(":", ""))) {
                throw new CertificateException("the controller sent another CA, " + sha256);
            }
            TlsIdentity tls = new TlsIdentity(key, response.certPem());
            PeerIdentity itself = new PeerIdentity(Identities.node(response.nodeId()), false);
            List<X509Certificate> chain = List.of(tls.certificate());
            new PinnedTrust(authority, itself).checkClientTrusted(chain.toArray(new X509Certificate[0]), "EC");
            return new NodeIdentity(response.nodeId(), tls, authority, response.renewAfter());
        } catch (GeneralSecurityException e) {
            throw new EnrolmentRefusedException("the certificate the controller gave is not good: "
                    + CertificateTime.problem(e).orElse(String.valueOf(e.getMessage())));
        }
    }
}
