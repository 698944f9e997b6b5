package io.pureboot.node.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/**
 * An EC P-256 key pair that lives in memory only: of a node, or of one role in one session. Made and used by native code:
 * a small machine takes seconds to build the tables of Java's P-256.
 */
public final class SessionKey {
    private static final String SIGNATURE = "SHA256withECDSA";

    private final KeyPair pair;

    private SessionKey(KeyPair pair) {
        this.pair = pair;
    }

    public static SessionKey generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", TlsContexts.NATIVE);
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return new SessionKey(generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no P-256", e);
        }
    }

    /**
     * A key that {@link #pkcs8} wrote down.
     *
     * @throws GeneralSecurityException when the bytes are no EC key
     */
    public static SessionKey fromPkcs8(byte[] pkcs8, PublicKey publicKey) throws GeneralSecurityException {
        PrivateKey privateKey =
                KeyFactory.getInstance("EC", TlsContexts.NATIVE).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        return new SessionKey(new KeyPair(publicKey, privateKey));
    }

    /** The private key itself: only for memory that no disk backs. */
    public byte[] pkcs8() {
        return pair.getPrivate().getEncoded();
    }

    PrivateKey privateKey() {
        return pair.getPrivate();
    }

    public PublicKey publicKey() {
        return pair.getPublic();
    }

    /** A PKCS#10 request in PEM; the CA decides every name but the common name. */
    public String csrPem(String commonName) {
        try {
            var request = new JcaPKCS10CertificationRequestBuilder(
                            new X500Principal("CN=" + quoted(commonName)), pair.getPublic())
                    .build(new JcaContentSignerBuilder(SIGNATURE)
                            .setProvider(TlsContexts.NATIVE)
                            .build(pair.getPrivate()));
            return PemCertificates.pem("CERTIFICATE REQUEST", request.getEncoded());
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("this Java cannot sign with P-256", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Base64 SHA256withECDSA over the UTF-8 text. */
    public String sign(String text) {
        try {
            Signature signature = Signature.getInstance(SIGNATURE, TlsContexts.NATIVE);
            signature.initSign(pair.getPrivate());
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot sign with P-256", e);
        }
    }

    /** True when the signature over the text was made with the certificate's key; false for anything else. */
    public static boolean verified(X509Certificate certificate, String text, String signatureBase64) {
        try {
            Signature signature = Signature.getInstance(SIGNATURE, TlsContexts.NATIVE);
            signature.initVerify(certificate.getPublicKey());
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return signature.verify(Base64.getDecoder().decode(signatureBase64));
        } catch (SignatureException | java.security.InvalidKeyException | IllegalArgumentException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot verify P-256 signatures", e);
        }
    }

    private static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
