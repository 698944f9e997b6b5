package io.pureboot.node.session;

import io.pureboot.node.tls.PeerIdentity;
import io.pureboot.node.tls.PemCertificates;
import io.pureboot.node.tls.PinnedTrust;
import io.pureboot.node.tls.SessionKey;
import io.pureboot.node.tls.TlsContexts;
import io.pureboot.node.tls.TlsIdentity;
import io.pureboot.node.transfer.Cancellation;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import io.pureboot.protocol.session.CertBundle;
import io.pureboot.protocol.session.CertRequest;
import io.pureboot.protocol.session.CloneRole;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Key and certificate of one role in one session, in memory only, and the trust in the other role. Renewed when half of
 * the certificate's time is over, for clones that take days.
 */
final class SessionCredentials {
    private static final Logger LOG = LoggerFactory.getLogger(SessionCredentials.class);

    /** A key with its certificate, and the connections made with it; they are renewed together. */
    record Current(TlsIdentity identity, SSLContext context) {
        /** A text's signature, base64. */
        String sign(String text) {
            return identity.key().sign(text);
        }

        /** What the signature is to be checked with, in PEM. */
        String certificatePem() throws IOException {
            try {
                return PemCertificates.pem(identity.certificate());
            } catch (CertificateException e) {
                throw new IOException(e);
            }
        }
    }

    private final SessionReports reports;
    private final String sessionId;
    private final CloneRole role;
    private final List<String> addresses;
    /** The peer's node id, or null for any node that has the other role of this session. */
    private final Supplier<@Nullable String> peerNode;

    private volatile @Nullable Current current;

    SessionCredentials(
            SessionReports reports,
            String sessionId,
            CloneRole role,
            List<String> addresses,
            Supplier<@Nullable String> peerNode) {
        this.reports = reports;
        this.sessionId = sessionId;
        this.role = role;
        this.addresses = addresses;
        this.peerNode = peerNode;
    }

    /** Asks the controller for a certificate for a new key; waits until it answers or the session is cancelled. */
    void obtain(Cancellation cancellation) throws Exception {
        SessionKey key = SessionKey.generate();
        CertRequest request = new CertRequest(key.csrPem("session " + sessionId), addresses);
        CertBundle bundle = cancellation.interruptibly(() -> reports.certificate(sessionId, role, request));
        try {
            CloneRole other = role == CloneRole.SOURCE ? CloneRole.TARGET : CloneRole.SOURCE;
            TlsIdentity identity = new TlsIdentity(key, bundle.certPem());
            PeerIdentity peer = PeerIdentity.session(sessionId, other, peerNode.get());
            PinnedTrust trust = new PinnedTrust(PemCertificates.first(bundle.caPem()), peer);
            current = new Current(identity, TlsContexts.inNativeCode(identity, trust));
        } catch (CertificateException e) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN, "The controller's certificate cannot be used: " + e.getMessage(), e);
        }
    }

    /** Trouble with it is for the log alone: the present certificate is good for as long again. */
    void renewWhenDue(Cancellation cancellation) {
        var certificate = now().identity().certificate();
        Instant begin = certificate.getNotBefore().toInstant();
        Instant end = certificate.getNotAfter().toInstant();
        Instant half = begin.plusMillis((end.toEpochMilli() - begin.toEpochMilli()) / 2);
        if (Instant.now().isAfter(half)) {
            try {
                obtain(cancellation);
            } catch (CancellationException e) {
                throw e;
            } catch (Exception e) {
                LOG.warn("session {}: the certificate is not renewed: {}", sessionId, e.getMessage());
            }
        }
    }

    SSLContext context() {
        return now().context();
    }

    /** The present ones; whoever needs key and certificate asks once, for they may be renewed at any moment. */
    Current now() {
        Current found = current;
        if (found == null) {
            throw new IllegalStateException("no certificate yet");
        }
        return found;
    }
}
