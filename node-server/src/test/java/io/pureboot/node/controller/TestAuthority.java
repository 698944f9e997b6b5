package io.pureboot.node.controller;

import io.pureboot.node.tls.PemCertificates;
import io.pureboot.node.tls.SessionKey;
import io.pureboot.node.tls.TlsIdentity;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/** A certificate authority of a few lines, that signs whatever a test needs. */
public final class TestAuthority {
    private static final X500Principal NAME = new X500Principal("CN=test authority");

    private final SessionKey key = SessionKey.generate();
    private final X509Certificate certificate;

    public TestAuthority() throws Exception {
        JcaX509v3CertificateBuilder builder = builder(key.publicKey(), NAME, Duration.ofDays(10));
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        certificate = sign(builder);
    }

    public X509Certificate certificate() {
        return certificate;
    }

    public String sha256() throws Exception {
        return PemCertificates.sha256(certificate);
    }

    /** A key and its chain, the authority's certificate last. */
    public TlsIdentity identity(String uri, Duration validity) throws Exception {
        SessionKey leaf = SessionKey.generate();
        return new TlsIdentity(leaf, issue(leaf.publicKey(), uri, validity) + PemCertificates.pem(certificate));
    }

    public String issueFor(String csrPem, String uri, Duration validity) throws Exception {
        try (PEMParser parser = new PEMParser(new StringReader(csrPem))) {
            if (!(parser.readObject() instanceof PKCS10CertificationRequest request)) {
                throw new IOException("no request");
            }
            return issue(new JcaPKCS10CertificationRequest(request).getPublicKey(), uri, validity);
        }
    }

    private String issue(PublicKey subject, String uri, Duration validity) throws Exception {
        JcaX509v3CertificateBuilder builder = builder(subject, new X500Principal("CN=leaf"), validity);
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.uniformResourceIdentifier, uri),
            new GeneralName(GeneralName.iPAddress, "127.0.0.1")
        }));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
            KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth
        }));
        return PemCertificates.pem(sign(builder));
    }

    private static JcaX509v3CertificateBuilder builder(PublicKey subject, X500Principal name, Duration validity) {
        Instant now = Instant.now();
        return new JcaX509v3CertificateBuilder(
                NAME,
                new BigInteger(100, new SecureRandom()),
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(validity)),
                name,
                subject);
    }

    private X509Certificate sign(JcaX509v3CertificateBuilder builder) throws Exception {
        PrivateKey own = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key.pkcs8()));
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(own)));
    }
}
