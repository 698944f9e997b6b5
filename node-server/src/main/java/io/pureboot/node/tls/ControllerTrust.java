package io.pureboot.node.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trust in the controller by the SHA-256 of its CA's certificate, which the boot script carries, and by the name
 * {@code urn:pureboot:controller} in its own certificate: nodes reach it by whatever address they have. The server has
 * to send the CA's certificate in its chain.
 */
public final class ControllerTrust extends X509ExtendedTrustManager {
    private static final Set<Character> SEPARATORS = Set.of(':', ' ');

    private final String authoritySha256;

    /**
     * @param authoritySha256 64 hex digits of either case, colons allowed
     * @throws IllegalArgumentException when it is no SHA-256
     */
    public ControllerTrust(String authoritySha256) {
        StringBuilder hex = new StringBuilder();
        for (char c : authoritySha256.toCharArray()) {
            if (!SEPARATORS.contains(c)) {
                hex.append(c);
            }
        }
        this.authoritySha256 = hex.toString().toLowerCase(Locale.ROOT);
        if (!this.authoritySha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("not a SHA-256 of 64 hex digits: " + authoritySha256);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        AuthorityTrust.of(authorityIn(chain)).checkServerTrusted(chain, authType);
        PeerIdentity.controller().check(chain[0]);
    }

    private X509Certificate authorityIn(X509Certificate[] chain) throws CertificateException {
        for (X509Certificate certificate : chain) {
            if (PemCertificates.sha256(certificate).equals(authoritySha256) && certificate.getBasicConstraints() >= 0) {
                return certificate;
            }
        }
        throw new CertificateException("the server does not show the CA certificate with SHA-256 " + authoritySha256
                + "; is this the right controller?");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("this trust is for the controller as server only");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
