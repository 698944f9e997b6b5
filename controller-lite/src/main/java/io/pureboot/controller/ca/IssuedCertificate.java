package io.pureboot.controller.ca;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A certificate just issued.
 *
 * @param key its private key when the authority made it, null when the holder sent a request for its own
 */
public record IssuedCertificate(
        X509Certificate certificate, String pem, @Nullable PrivateKey key) {
    /** Lower-case hexadecimal. */
    public String serial() {
        return certificate.getSerialNumber().toString(16);
    }

    public Instant notAfter() {
        return certificate.getNotAfter().toInstant();
    }

    /** PKCS#8 in PEM, or null. */
    public @Nullable String keyPem() {
        return key == null ? null : Pem.encode(Pem.PRIVATE_KEY, key.getEncoded());
    }
}
