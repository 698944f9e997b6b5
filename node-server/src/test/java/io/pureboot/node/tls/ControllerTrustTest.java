package io.pureboot.node.tls;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pureboot.protocol.Identities;
import io.pureboot.protocol.session.CloneRole;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ControllerTrustTest {
    private static final TestAuthority CA = new TestAuthority();

    @Test
    @DisplayName("KD6 the controller is known by its CA's fingerprint and its own name, not by its address")
    void rightController() throws Exception {
        String fingerprint = PemCertificates.sha256(CA.certificate());
        assertNull(connect(CA.controller(), fingerprint).client());
        String withColons = fingerprint.toUpperCase(Locale.ROOT).replaceAll("(..)(?!$)", "$1:");
        assertNull(connect(CA.controller(), withColons).client());
    }

    @Test
    @DisplayName("KD6 a server of another CA is refused, even when it shows the right CA's certificate too")
    void otherAuthority() throws Exception {
        TestAuthority other = new TestAuthority();
        String fingerprint = PemCertificates.sha256(CA.certificate());
        assertInstanceOf(
                SSLHandshakeException.class,
                connect(other.controller(), fingerprint).client());
        SessionKey key = SessionKey.generate();
        String forged = PemCertificates.pem(
                        other.identity(key, "urn:pureboot:controller", CloneRole.SOURCE, Duration.ofHours(1))
                                .certificate())
                + CA.pem();
        assertInstanceOf(
                SSLHandshakeException.class,
                connect(new TlsIdentity(key, forged), fingerprint).client());
    }

    @Test
    @DisplayName("KD6 a node's certificate of the right CA is no controller, nor is an expired one")
    void otherName() throws Exception {
        String fingerprint = PemCertificates.sha256(CA.certificate());
        TlsIdentity node =
                CA.identity(SessionKey.generate(), Identities.node("n1"), CloneRole.SOURCE, Duration.ofHours(1));
        assertInstanceOf(SSLHandshakeException.class, connect(node, fingerprint).client());
        TlsIdentity expired =
                CA.identity(SessionKey.generate(), "urn:pureboot:controller", CloneRole.SOURCE, Duration.ofMinutes(-1));
        assertInstanceOf(
                SSLHandshakeException.class, connect(expired, fingerprint).client());
    }

    @Test
    @DisplayName("KD6 a fingerprint that is none is refused at once")
    void noFingerprint() {
        assertThrows(IllegalArgumentException.class, () -> new ControllerTrust("abc"));
    }

    private static Handshake connect(TlsIdentity server, String fingerprint) throws IOException {
        SSLParameters anyClient = TlsContexts.client();
        return Handshake.of(
                TlsContexts.context(server, new PinnedTrust(CA.certificate(), PeerIdentity.controller())),
                anyClient,
                TlsContexts.context(null, new ControllerTrust(fingerprint)),
                TlsContexts.clientCheckingAddress());
    }
}
