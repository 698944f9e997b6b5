package io.pureboot.node.tls;

import java.security.GeneralSecurityException;
import java.security.Provider;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.conscrypt.Conscrypt;
import org.jspecify.annotations.Nullable;

/**
 * TLS 1.3 with AES-GCM. What the node asks the controller goes by the JDK's TLS; what it serves, disks and pages, by
 * Conscrypt's (BoringSSL), which is native code from the first byte where Java's takes seconds of CPU until it is
 * compiled.
 */
public final class TlsContexts {
    private static final String PROTOCOL = "TLSv1.3";
    /**
     * ChaCha20 takes ten times the CPU in Java. The last is never negotiated, as only TLS 1.3 is spoken: without a suite
     * that names ECDSA Conscrypt does not ask for an EC certificate.
     */
    private static final String[] CIPHERS = {
        "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"
    };

    /** Native code for keys and signatures, too. */
    static final Provider NATIVE = Conscrypt.newProvider();

    private TlsContexts() {}

    /** A context for either side; without an identity the peer sees no certificate, without a trust none is accepted. */
    public static SSLContext context(@Nullable TlsIdentity identity, @Nullable X509ExtendedTrustManager trust) {
        try {
            return initialised(SSLContext.getInstance(PROTOCOL), identity, trust);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + PROTOCOL, e);
        }
    }

    /** As {@link #context}, for a server that the first byte must not keep waiting, and for bulk data over {@link TlsChannel}. */
    public static SSLContext inNativeCode(TlsIdentity identity, @Nullable X509ExtendedTrustManager trust) {
        try {
            return initialised(SSLContext.getInstance(PROTOCOL, NATIVE), identity, trust);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Conscrypt has no " + PROTOCOL, e);
        }
    }

    private static SSLContext initialised(
            SSLContext context, @Nullable TlsIdentity identity, @Nullable X509ExtendedTrustManager trust)
            throws GeneralSecurityException {
        KeyManager[] keys = identity == null ? new KeyManager[0] : new KeyManager[] {identity};
        TrustManager[] trusts = trust == null ? new TrustManager[0] : new TrustManager[] {trust};
        context.init(keys, trusts, null);
        return context;
    }

    /** For a client whose trust checks names itself, such as {@link ControllerTrust}. */
    public static SSLParameters client() {
        return new SSLParameters(CIPHERS.clone(), new String[] {PROTOCOL});
    }

    /** For a client that wants the server's certificate to name the address it dialled. */
    public static SSLParameters clientCheckingAddress() {
        SSLParameters parameters = client();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        return parameters;
    }

    /** For a server that talks to nobody without a certificate it trusts. */
    public static SSLParameters serverWantingCertificate() {
        SSLParameters parameters = client();
        parameters.setNeedClientAuth(true);
        parameters.setUseCipherSuitesOrder(true);
        return parameters;
    }
}
