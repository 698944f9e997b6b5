package io.pureboot.node.tls;

import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** TLS 1.3 with AES-GCM and nothing else: ChaCha20 takes ten times the CPU in Java. */
public final class TlsContexts {
    private static final String PROTOCOL = "TLSv1.3";
    private static final String[] CIPHERS = {"TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384"};

    private TlsContexts() {}

    /** A context for either side; without an identity the peer sees no certificate, without a trust none is accepted. */
    public static SSLContext context(@Nullable TlsIdentity identity, @Nullable X509ExtendedTrustManager trust) {
        try {
            SSLContext context = SSLContext.getInstance(PROTOCOL);
            KeyManager[] keys = identity == null ? new KeyManager[0] : new KeyManager[] {identity};
            TrustManager[] trusts = trust == null ? new TrustManager[0] : new TrustManager[] {trust};
            context.init(keys, trusts, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + PROTOCOL, e);
        }
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
