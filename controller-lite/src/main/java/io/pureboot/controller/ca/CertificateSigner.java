package io.pureboot.controller.ca;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Puts certificates together and signs them with ECDSA and SHA-256. */
final class CertificateSigner {
    /** Nodes boot with clocks that run behind; a certificate is valid from a little before it was made. */
    static final Duration CLOCK_SKEW = Duration.ofMinutes(10);

    static final X500Name CA_NAME = new X500Name("O=PureBoot, CN=PureBoot CA");

    private CertificateSigner() {}

    static X509Certificate selfSigned(
            PublicKey publicKey, PrivateKey privateKey, BigInteger serial, Instant now, Duration validity)
            throws IOException {
        X509v3CertificateBuilder builder = builder(CA_NAME, publicKey, serial, now, validity);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        builder.addExtension(Extension.subjectKeyIdentifier, false, extensions().createSubjectKeyIdentifier(publicKey));
        return sign(builder, privateKey);
    }

    static X509Certificate leaf(
            String commonName,
            PublicKey publicKey,
            X509Certificate caCertificate,
            PrivateKey caKey,
            BigInteger serial,
            Instant now,
            Duration validity,
            Purpose purpose,
            GeneralNames names)
            throws IOException {
        X500Name subject = new X500Name("O=PureBoot, CN=" + commonName);
        X509v3CertificateBuilder builder = builder(subject, publicKey, serial, now, validity);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, purpose.usage());
        builder.addExtension(Extension.subjectAlternativeName, false, names);
        builder.addExtension(Extension.subjectKeyIdentifier, false, extensions().createSubjectKeyIdentifier(publicKey));
        builder.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                extensions().createAuthorityKeyIdentifier(caCertificate.getPublicKey()));
        return sign(builder, caKey);
    }

    private static X509v3CertificateBuilder builder(
            X500Name subject, PublicKey key, BigInteger serial, Instant now, Duration validity) {
        return new JcaX509v3CertificateBuilder(
                CA_NAME, serial, Date.from(now.minus(CLOCK_SKEW)), Date.from(now.plus(validity)), subject, key);
    }

    private static JcaX509ExtensionUtils extensions() throws IOException {
        try {
            return new JcaX509ExtensionUtils();
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key) throws IOException {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
        } catch (OperatorCreationException | GeneralSecurityException e) {
            throw new IOException("cannot sign a certificate", e);
        }
    }
}
