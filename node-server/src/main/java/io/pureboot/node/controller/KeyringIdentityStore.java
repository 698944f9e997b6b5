package io.pureboot.node.controller;

import io.pureboot.linux.libc.KernelKeyring;
import io.pureboot.node.tls.PemCertificates;
import io.pureboot.node.tls.SessionKey;
import io.pureboot.node.tls.TlsIdentity;
import io.pureboot.protocol.ProtocolJson;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** The identity as a key of the kernel's, forgotten by it when the certificate ends. */
public final class KeyringIdentityStore implements IdentityStore {
    private final KernelKeyring keyring;
    private final String description;
    private final Clock clock;

    /** What the kernel keeps; the key is PKCS#8 and the certificates PEM, the node's first. */
    private record Content(String nodeId, byte[] key, String certPem, String caPem, Instant renewAfter) {}

    /** Nodes on one machine are told apart by their state directory, and one node's controllers by CA. */
    public KeyringIdentityStore(KernelKeyring keyring, Path stateDir, URI server, String caSha256, Clock clock) {
        this.keyring = keyring;
        this.clock = clock;
        String place = stateDir.toAbsolutePath().normalize() + "\n" + server + "\n" + caSha256;
        this.description = "pureboot:node:" + sha256(place).substring(0, 32);
    }

    @Override
    public Optional<NodeIdentity> load() throws IOException {
        Optional<byte[]> stored = keyring.get(description);
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        try {
            Content content = ProtocolJson.mapper().readValue(stored.get(), Content.class);
            SessionKey key = SessionKey.fromPkcs8(
                    content.key, PemCertificates.first(content.certPem).getPublicKey());
            return Optional.of(new NodeIdentity(
                    content.nodeId,
                    new TlsIdentity(key, content.certPem),
                    PemCertificates.first(content.caPem),
                    content.renewAfter));
        } catch (IOException | GeneralSecurityException e) {
            throw new IOException("the identity kept as key " + description + " cannot be used", e);
        } finally {
            Arrays.fill(stored.get(), (byte) 0);
        }
    }

    @Override
    public void save(NodeIdentity identity) throws IOException {
        byte[] content;
        try {
            content = ProtocolJson.mapper()
                    .writeValueAsBytes(new Content(
                            identity.nodeId(),
                            identity.tls().key().pkcs8(),
                            PemCertificates.pem(identity.tls().certificate()),
                            PemCertificates.pem(identity.authority()),
                            identity.renewAfter()));
        } catch (GeneralSecurityException e) {
            throw new IOException("the identity cannot be written down", e);
        }
        try {
            keyring.put(description, content, Duration.between(clock.instant(), identity.expires()));
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    @Override
    public void forget() throws IOException {
        keyring.remove(description);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
