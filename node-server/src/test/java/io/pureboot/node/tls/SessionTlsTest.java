package io.pureboot.node.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.protocol.session.CloneRole;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Both sides of a session's data plane, with every certificate that has to be refused. */
class SessionTlsTest {
    private static final TestAuthority CA = new TestAuthority();
    private static final TlsIdentity SOURCE = CA.session("s1", CloneRole.SOURCE, "n1");
    private static final TlsIdentity TARGET = CA.session("s1", CloneRole.TARGET, "n2");

    @Test
    @DisplayName("CA9 DF7 both roles of one session meet over TLS 1.3 with AES-GCM")
    void rightPeers() throws Exception {
        SSLSession session = Objects.requireNonNull(connect(SOURCE, TARGET).session());
        assertEquals("TLSv1.3", session.getProtocol());
        assertEquals("TLS_AES_128_GCM_SHA256", session.getCipherSuite());
    }

    @Test
    @DisplayName("CA9 KD7 a client without certificate is refused")
    void noClientCertificate() throws Exception {
        refusedByServer(connect(SOURCE, null));
    }

    @Test
    @DisplayName("KD7 a target's certificate of another session is refused")
    void targetOfOtherSession() throws Exception {
        refusedByServer(connect(SOURCE, CA.session("s2", CloneRole.TARGET, "n2")));
    }

    @Test
    @DisplayName("CA8 a source's certificate does not make a client")
    void sourceAsClient() throws Exception {
        refusedByServer(connect(SOURCE, CA.session("s1", CloneRole.SOURCE, "n2")));
    }

    @Test
    @DisplayName("CA7 a target's certificate does not make a server")
    void targetAsServer() throws Exception {
        refusedByClient(connect(CA.session("s1", CloneRole.TARGET, "n1"), TARGET));
    }

    @Test
    @DisplayName("KD7 the target refuses the source of another session, and another node than told")
    void wrongSource() throws Exception {
        refusedByClient(connect(CA.session("s2", CloneRole.SOURCE, "n1"), TARGET));
        refusedByClient(connect(CA.session("s1", CloneRole.SOURCE, "n3"), TARGET));
    }

    @Test
    @DisplayName("CA6 expired certificates of either role are refused")
    void expired() throws Exception {
        refusedByServer(connect(SOURCE, CA.expiredSession("s1", CloneRole.TARGET, "n2")));
        refusedByClient(connect(CA.expiredSession("s1", CloneRole.SOURCE, "n1"), TARGET));
    }

    @Test
    @DisplayName("KD7 certificates of another CA are refused on both sides")
    void otherAuthority() throws Exception {
        TestAuthority other = new TestAuthority();
        refusedByServer(connect(SOURCE, other.session("s1", CloneRole.TARGET, "n2")));
        refusedByClient(connect(other.session("s1", CloneRole.SOURCE, "n1"), TARGET));
    }

    @Test
    @DisplayName("DF7 a source reached at an address its certificate does not name is refused")
    void otherAddress() throws Exception {
        TlsIdentity nameless = CA.identity(
                SessionKey.generate(), "urn:pureboot:session:s1:source:n1", CloneRole.TARGET, Duration.ofHours(1));
        refusedByClient(connect(nameless, TARGET));
    }

    @Test
    @DisplayName("KD7 TLS 1.2 is refused")
    void oldProtocol() throws Exception {
        SSLParameters old =
                new SSLParameters(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"}, new String[] {"TLSv1.2"});
        refusedByServer(Handshake.of(server(SOURCE), TlsContexts.serverWantingCertificate(), client(TARGET), old));
    }

    @Test
    @DisplayName("X7 a receipt's signature holds for its text and key alone")
    void signatures() throws Exception {
        String signature = SOURCE.key().sign("text");
        assertTrue(SessionKey.verified(SOURCE.certificate(), "text", signature));
        assertFalse(SessionKey.verified(SOURCE.certificate(), "texT", signature));
        assertFalse(SessionKey.verified(TARGET.certificate(), "text", signature));
        assertFalse(SessionKey.verified(SOURCE.certificate(), "text", "AAAA"));
        assertFalse(SessionKey.verified(SOURCE.certificate(), "text", "no base64"));
    }

    @Test
    @DisplayName("CA13 the request for a certificate carries the key's public half and proves its possession")
    void certificateRequest() throws Exception {
        SessionKey key = SessionKey.generate();
        String pem = key.csrPem("node \"1\", spare");
        try (var parser = new org.bouncycastle.openssl.PEMParser(new java.io.StringReader(pem))) {
            var request = new org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest(
                    (org.bouncycastle.pkcs.PKCS10CertificationRequest) parser.readObject());
            assertEquals(key.publicKey(), request.getPublicKey());
            assertTrue(request.isSignatureValid(
                    new org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder().build(key.publicKey())));
        }
        X509Certificate foreign = TARGET.certificate();
        assertThrows(
                java.security.cert.CertificateException.class,
                () -> new TlsIdentity(key, PemCertificates.pem(foreign)));
    }

    private static Handshake connect(TlsIdentity source, @Nullable TlsIdentity target) throws IOException {
        return Handshake.of(
                server(source),
                TlsContexts.serverWantingCertificate(),
                client(target),
                TlsContexts.clientCheckingAddress());
    }

    private static void refusedByServer(Handshake handshake) {
        assertInstanceOf(SSLHandshakeException.class, handshake.server());
        assertNotNull(handshake.client());
    }

    private static void refusedByClient(Handshake handshake) {
        assertInstanceOf(SSLHandshakeException.class, handshake.client());
        assertNotNull(handshake.server());
    }

    private static SSLContext server(TlsIdentity identity) {
        PeerIdentity target = PeerIdentity.session("s1", CloneRole.TARGET, null);
        return TlsContexts.context(identity, new PinnedTrust(CA.certificate(), target));
    }

    private static SSLContext client(@Nullable TlsIdentity identity) {
        PeerIdentity source = PeerIdentity.session("s1", CloneRole.SOURCE, "n1");
        return TlsContexts.context(identity, new PinnedTrust(CA.certificate(), source));
    }
}
