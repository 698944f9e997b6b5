package io.pureboot.node.tls;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** Certificates to and from PEM text, and their fingerprints. */
public final class PemCertificates {
    private PemCertificates() {}

    /**
     * All certificates of a text, in its order.
     *
     * @throws CertificateException when there is none or one cannot be read
     */
    public static List<X509Certificate> all(String pem) throws CertificateException {
        List<X509Certificate> certificates = new ArrayList<>();
        var bytes = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
        for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(bytes)) {
            certificates.add((X509Certificate) certificate);
        }
        if (certificates.isEmpty()) {
            throw new CertificateException("the text holds no certificate");
        }
        return List.copyOf(certificates);
    }

    /** The first certificate of a text. */
    public static X509Certificate first(String pem) throws CertificateException {
        return all(pem).getFirst();
    }

    public static String pem(X509Certificate certificate) throws CertificateEncodingException {
        return pem("CERTIFICATE", certificate.getEncoded());
    }

    /** SHA-256 of the whole certificate, 64 hex digits in lower case. */
    public static String sha256(X509Certificate certificate) throws CertificateEncodingException {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return HexFormat.of().formatHex(digest);
        } catch (CertificateEncodingException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    static String pem(String label, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }
}
