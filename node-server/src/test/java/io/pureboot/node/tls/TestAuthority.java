package io.pureboot.node.tls;

import io.pureboot.protocol.Identities;
import io.pureboot.protocol.session.CloneRole;
import java.io.StringReader;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
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
import org.jspecify.annotations.Nullable;

/** A certificate authority for tests: issues what the controller would, and what it never would. */
public final class TestAuthority {
    private static final AtomicLong SERIAL = new AtomicLong(1);

    private final SessionKey key = SessionKey.generate();
    private final X509Certificate certificate;

    public TestAuthority() {
        this.certificate =
                issue("Test CA", key.publicKey(), Instant.now().plus(Duration.ofDays(1)), List.of(), true, null);
    }

    public X509Certificate certificate() {
        return certificate;
    }

    public String pem() {
        try {
            return PemCertificates.pem(certificate);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** A session certificate as the controller issues it: role's key usage, session URI, loopback addresses. */
    public TlsIdentity session(String sessionId, CloneRole role, String nodeId) {
        return identity(SessionKey.generate(), Identities.session(sessionId, role, nodeId), role, Duration.ofHours(24));
    }

    public TlsIdentity expiredSession(String sessionId, CloneRole role, String nodeId) {
        return identity(
                SessionKey.generate(), Identities.session(sessionId, role, nodeId), role, Duration.ofMinutes(-1));
    }

    public TlsIdentity controller() {
        return identity(SessionKey.generate(), "urn:pureboot:controller", CloneRole.SOURCE, Duration.ofHours(24));
    }

    /** For a key of somebody else. */
    public String sessionPem(PublicKey publicKey, String sessionId, CloneRole role, String nodeId) {
        return leafPem(publicKey, Identities.session(sessionId, role, nodeId), role, Duration.ofHours(24));
    }

    /** What the controller answers to a request of a role; its time began an hour ago. */
    public String sessionPem(String csrPem, String sessionId, CloneRole role, String nodeId, Duration validFor) {
        try (PEMParser parser = new PEMParser(new StringReader(csrPem))) {
            var request = new JcaPKCS10CertificationRequest((PKCS10CertificationRequest) parser.readObject());
            return leafPem(request.getPublicKey(), Identities.session(sessionId, role, nodeId), role, validFor);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Any name; servers' key usage for the source role, clients' for the target role. */
    public TlsIdentity identity(SessionKey owner, String uri, CloneRole role, Duration validFor) {
        try {
            return new TlsIdentity(owner, leafPem(owner.publicKey(), uri, role, validFor) + pem());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private String leafPem(PublicKey publicKey, String uri, CloneRole role, Duration validFor) {
        List<GeneralName> names = new ArrayList<>();
        names.add(new GeneralName(GeneralName.uniformResourceIdentifier, uri));
        if (role == CloneRole.SOURCE) {
            names.add(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
        }
        KeyPurposeId usage = role == CloneRole.SOURCE ? KeyPurposeId.id_kp_serverAuth : KeyPurposeId.id_kp_clientAuth;
        try {
            return PemCertificates.pem(issue("leaf", publicKey, Instant.now().plus(validFor), names, false, usage));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private X509Certificate issue(
            String name,
            PublicKey subject,
            Instant notAfter,
            List<GeneralName> names,
            boolean authority,
            @Nullable KeyPurposeId usage) {
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    new X500Principal("CN=Test CA"),
                    BigInteger.valueOf(SERIAL.getAndIncrement()),
                    Date.from(Instant.now().minus(Duration.ofHours(1))),
                    Date.from(notAfter),
                    new X500Principal("CN=" + name),
                    subject);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (!names.isEmpty()) {
                builder.addExtension(
                        Extension.subjectAlternativeName, false, new GeneralNames(names.toArray(new GeneralName[0])));
            }
            if (usage != null) {
                builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(usage));
            }
            PrivateKey signer = key.privateKey();
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer)));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
