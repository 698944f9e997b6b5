package io.pureboot.endtoend;

import io.pureboot.controller.ca.CertificateAuthority;
import io.pureboot.node.tls.PeerIdentity;
import io.pureboot.node.tls.PemCertificates;
import io.pureboot.node.tls.PinnedTrust;
import io.pureboot.node.tls.SessionKey;
import io.pureboot.node.tls.TlsContexts;
import io.pureboot.node.tls.TlsIdentity;
import io.pureboot.protocol.session.CloneRole;
import io.pureboot.protocol.session.CloneSession;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Somebody with a certificate that the cluster's own authority may have signed, who asks a source for its disk. */
final class Intruder {
    private static final List<String> HERE = List.of("127.0.0.1");

    private final Path folder;
    private final Path certificates;

    /** @param folder for copies of the authority, whose serial numbers the controller goes on counting */
    Intruder(Path folder, Path certificates) {
        this.folder = folder;
        this.certificates = certificates;
    }

    /** Asks the source of a running session; gives what it answers. */
    String ask(String who, CloneSession session) throws Exception {
        TlsIdentity identity = identity(who, session);
        // It does not care who the source is: only whether the source cares who asks.
        PinnedTrust trust = new PinnedTrust(
                PemCertificates.first(Files.readString(certificates.resolve("ca.crt"))),
                new PeerIdentity("urn:pureboot:", true));
        try (Socket socket = TlsContexts.context(identity, trust)
                .getSocketFactory()
                .createSocket(HERE.getFirst(), session.sourcePort())) {
            SSLSocket tls = (SSLSocket) socket;
            tls.setSSLParameters(TlsContexts.client());
            tls.setSoTimeout(10_000);
            tls.getOutputStream()
                    .write("GET /v1/session HTTP/1.1\r\nHost: source\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] answer = tls.getInputStream().readNBytes(200);
            if (answer.length == 0) {
                throw new IOException("closed without an answer, which is no SSL alert");
            }
            return new String(answer, StandardCharsets.UTF_8);
        }
    }

    private @Nullable TlsIdentity identity(String who, CloneSession session) throws Exception {
        String target = String.valueOf(session.targetNodeId());
        return switch (who) {
            case "the target" -> of(authority(Duration.ZERO), session.id(), CloneRole.TARGET, target);
            case "nobody" -> null;
            case "a node" -> {
                SessionKey key = SessionKey.generate();
                yield new TlsIdentity(
                        key,
                        authority(Duration.ZERO)
                                .issueNode(target, key.csrPem("node"), HERE)
                                .pem());
            }
            case "the target of another session" -> of(authority(Duration.ZERO), "another", CloneRole.TARGET, target);
            case "a second source" ->
                of(authority(Duration.ZERO), session.id(), CloneRole.SOURCE, session.sourceNodeId());
            case "the target of the day before yesterday" ->
                of(authority(Duration.ofDays(-2)), session.id(), CloneRole.TARGET, target);
            case "the target by another authority" ->
                of(
                        CertificateAuthority.open(
                                Files.createTempDirectory(folder, "other-ca"), Duration.ofDays(1), Clock.systemUTC()),
                        session.id(),
                        CloneRole.TARGET,
                        target);
            default -> throw new IllegalArgumentException(who);
        };
    }

    private static TlsIdentity of(CertificateAuthority authority, String session, CloneRole role, String node)
            throws Exception {
        SessionKey key = SessionKey.generate();
        return new TlsIdentity(
                key,
                authority
                        .issueSession(session, role, node, key.csrPem(who(role)), HERE)
                        .pem());
    }

    private static String who(CloneRole role) {
        return "intruder " + role;
    }

    private CertificateAuthority authority(Duration offset) throws IOException {
        Path copy = Files.createTempDirectory(folder, "ca");
        for (String name : List.of("ca.crt", "ca.key", "ca.srl")) {
            Files.copy(
                    certificates.resolve(name), copy.resolve(name), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        }
        return CertificateAuthority.open(
                copy, CertificateAuthority.DEFAULT_VALIDITY, Clock.offset(Clock.systemUTC(), offset));
    }
}
