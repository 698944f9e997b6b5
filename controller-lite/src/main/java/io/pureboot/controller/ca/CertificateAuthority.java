package io.pureboot.controller.ca;

import io.pureboot.protocol.Identities;
import io.pureboot.protocol.session.CloneRole;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The controller's certificate authority: ECDSA P-256, in {@code ca.crt}, {@code ca.key} (0600) and {@code ca.srl}.
 * The first start makes it, later ones use it. Thread-safe.
 */
public final class CertificateAuthority {
    public static final Duration DEFAULT_VALIDITY = Duration.ofDays(3653);
    public static final Duration NODE_VALIDITY = Duration.ofDays(7);
    public static final Duration SESSION_VALIDITY = Duration.ofHours(24);
    public static final Duration CONTROLLER_VALIDITY = Duration.ofDays(90);
    /** Identity in the controller's own certificate. */
    public static final String CONTROLLER_URI = "urn:pureboot:controller";

    private final X509Certificate certificate;
    private final PrivateKey key;
    private final SerialNumbers serials;
    private final Clock clock;

    private CertificateAuthority(X509Certificate certificate, PrivateKey key, SerialNumbers serials, Clock clock) {
        this.certificate = certificate;
        this.key = key;
        this.serials = serials;
        this.clock = clock;
    }

    /**
     * Opens the authority in a directory, making it when there is none.
     *
     * @throws IOException when files are unreadable, do not belong together, or only the certificate is there: a new
     *     key would lock out every node that trusts the old one, so that is a person's decision
     */
    public static CertificateAuthority open(Path directory, Duration validity, Clock clock) throws IOException {
        CaFiles files = new CaFiles(directory);
        if (Files.exists(files.certificate()) && !Files.exists(files.key())) {
            throw new IOException(files.certificate() + " is there but " + files.key()
                    + " is missing: restore the key, or remove the certificate to begin a new authority");
        }
        try {
            SerialNumbers serials = new SerialNumbers(files);
            if (!Files.exists(files.key())) {
                files.writeSecret(
                        files.key(),
                        Pem.encode(
                                Pem.PRIVATE_KEY, EcKeys.generate().getPrivate().getEncoded()));
            }
            PrivateKey key = EcKeys.privateKey(Files.readString(files.key(), StandardCharsets.US_ASCII));
            PublicKey publicKey = EcKeys.publicKeyOf(key);
            if (!Files.exists(files.certificate())) {
                X509Certificate made =
                        CertificateSigner.selfSigned(publicKey, key, serials.next(), clock.instant(), validity);
                files.writePublic(files.certificate(), Pem.encode(Pem.CERTIFICATE, made.getEncoded()));
            }
            X509Certificate certificate =
                    Certificates.parse(Files.readString(files.certificate(), StandardCharsets.US_ASCII));
            if (!certificate.getPublicKey().equals(publicKey)) {
                throw new IOException(files.certificate() + " and " + files.key() + " do not belong together");
            }
            return new CertificateAuthority(certificate, key, serials, clock);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(
                    "the certificate authority in " + directory + " cannot be read: " + e.getMessage(), e);
        }
    }

    public X509Certificate certificate() {
        return certificate;
    }

    public String pem() {
        return Certificates.pem(certificate);
    }

    /** SHA-256 of the certificate's DER, lower-case hexadecimal: what {@code pureboot.ca=} carries. */
    public String sha256() {
        try {
            return Pem.sha256(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A node's own certificate from its request, for the addresses it is reached at. */
    public IssuedCertificate issueNode(String nodeId, String csrPem, Collection<String> addresses) {
        return issue(
                "node " + nodeId,
                CertificateRequests.publicKey(csrPem),
                null,
                NODE_VALIDITY,
                Purpose.BOTH,
                Identities.node(nodeId),
                addresses);
    }

    /**
     * A session certificate: serverAuth for the source, clientAuth for the target.
     *
     * @param csrPem the node's request; null to make the key here, which is then in the answer and nowhere else
     * @param addresses IP literals the source will be reached at
     */
    public IssuedCertificate issueSession(
            String sessionId, CloneRole role, String nodeId, @Nullable String csrPem, Collection<String> addresses) {
        KeyPair pair = csrPem == null ? EcKeys.generate() : null;
        PublicKey publicKey = pair == null ? CertificateRequests.publicKey(String.valueOf(csrPem)) : pair.getPublic();
        return issue(
                "session " + sessionId,
                publicKey,
                pair == null ? null : pair.getPrivate(),
                SESSION_VALIDITY,
                role == CloneRole.SOURCE ? Purpose.SERVER : Purpose.CLIENT,
                Identities.session(sessionId, role, nodeId),
                addresses);
    }

    /** The controller's own server certificate, with a key that lives in memory only. */
    public IssuedCertificate issueController(Collection<String> hosts) {
        KeyPair pair = EcKeys.generate();
        return issue(
                "controller",
                pair.getPublic(),
                pair.getPrivate(),
                CONTROLLER_VALIDITY,
                Purpose.SERVER,
                CONTROLLER_URI,
                hosts);
    }

    /**
     * True when this authority signed the certificate, whether or not it has expired since: what a node signed while it
     * was valid may arrive later.
     */
    public boolean signed(X509Certificate candidate) {
        try {
            candidate.verify(certificate.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** True for an IP literal. */
    public static boolean isAddress(String text) {
        return SubjectNames.isAddress(text);
    }

    private IssuedCertificate issue(
            String commonName,
            PublicKey publicKey,
            @Nullable PrivateKey privateKey,
            Duration validity,
            Purpose purpose,
            String uri,
            Collection<String> hosts) {
        try {
            X509Certificate made = CertificateSigner.leaf(
                    commonName,
                    publicKey,
                    certificate,
                    key,
                    serials.next(),
                    clock.instant(),
                    validity,
                    purpose,
                    SubjectNames.of(uri, List.copyOf(hosts)));
            return new IssuedCertificate(made, Certificates.pem(made), privateKey);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
