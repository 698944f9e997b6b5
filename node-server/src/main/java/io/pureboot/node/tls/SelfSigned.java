package io.pureboot.node.tls;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate a node signs itself, for as long as no CA knows it. People compare its fingerprint with the console. */
public final class SelfSigned {
    private static final Duration BACKDATED = Duration.ofDays(1);
    private static final int SERIAL_BITS = 120;
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,62}[A-Za-z0-9])?");

    private SelfSigned() {}

    /** A new key and its certificate; {@code host} is its DNS name when it can be one. */
    public static TlsIdentity identity(String host, Instant now, Duration validity) {
        SessionKey key = SessionKey.generate();
        X500Principal name = new X500Principal("CN=PureBoot node");
        try {
            X509Certificate certificate = new JcaX509CertificateConverter()
                    .getCertificate(new JcaX509v3CertificateBuilder(
                                    name,
                                    new BigInteger(SERIAL_BITS, new SecureRandom()),
                                    Date.from(now.minus(BACKDATED)),
                                    Date.from(now.plus(validity)),
                                    name,
                                    key.publicKey())
                            .addExtension(
                                    Extension.subjectAlternativeName,
                                    false,
                                    new GeneralNames(new GeneralName(
                                            GeneralName.dNSName,
                                            HOST.matcher(host).matches() ? host : "node")))
                            .addExtension(
                                    Extension.extendedKeyUsage,
                                    false,
                                    new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                            .build(new JcaContentSignerBuilder("SHA256withECDSA")
                                    .setProvider(TlsContexts.NATIVE)
                                    .build(key.privateKey())));
            return new TlsIdentity(key, PemCertificates.pem(certificate));
        } catch (CertIOException | CertificateException | OperatorCreationException e) {
            throw new IllegalStateException("this Java cannot sign a certificate", e);
        }
    }
}
