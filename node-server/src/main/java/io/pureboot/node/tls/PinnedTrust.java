package io.pureboot.node.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Trusts one CA, known by its certificate, and of what it signed only the expected peer. */
public final class PinnedTrust extends X509ExtendedTrustManager {
    /** TLS 1.3 names no key exchange; each provider passes a word of its own for that, Java's checks know this one. */
    private static final String ANY_KEY_EXCHANGE = "UNKNOWN";

    private final X509ExtendedTrustManager authority;
    private final PeerIdentity expected;

    public PinnedTrust(X509Certificate authority, PeerIdentity expected) {
        this.authority = AuthorityTrust.of(authority);
        this.expected = expected;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        authority.checkClientTrusted(chain, ANY_KEY_EXCHANGE, socket);
        expected.check(chain[0]);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        authority.checkServerTrusted(chain, ANY_KEY_EXCHANGE, socket);
        expected.check(chain[0]);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        authority.checkClientTrusted(chain, ANY_KEY_EXCHANGE, engine);
        expected.check(chain[0]);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        authority.checkServerTrusted(chain, ANY_KEY_EXCHANGE, engine);
        expected.check(chain[0]);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        authority.checkClientTrusted(chain, ANY_KEY_EXCHANGE);
        expected.check(chain[0]);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        authority.checkServerTrusted(chain, ANY_KEY_EXCHANGE);
        expected.check(chain[0]);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authority.getAcceptedIssuers();
    }
}
