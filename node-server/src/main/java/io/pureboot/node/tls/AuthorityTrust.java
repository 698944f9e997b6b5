package io.pureboot.node.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Java's own path validation (signatures, validity, key usage, host name where asked) with a single authority. */
final class AuthorityTrust {
    private AuthorityTrust() {}

    static X509ExtendedTrustManager of(X509Certificate authority) {
        if (authority.getBasicConstraints() < 0) {
            throw new IllegalArgumentException("not a CA certificate: "
                    + authority.getSubjectX500Principal().getName());
        }
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("ca", authority);
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java cannot validate certificates", e);
        }
    }
}
