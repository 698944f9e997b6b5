package io.pureboot.endtoend;

import io.pureboot.node.tls.PemCertificates;
import io.pureboot.node.tls.PeerIdentity;
import io.pureboot.node.tls.PinnedTrust;
import io.pureboot.node.tls.SessionKey;
import io.pureboot.node.tls.TlsContexts;
import io.pureboot.node.tls.TlsIdentity;
import io.pureboot.protocol.node.EnrolmentRequest;
import io.pureboot.protocol.node.NodeRegistration;
import io.pureboot.protocol.session.CertRequest;
import io.pureboot.protocol.session.CloneRole;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A machine that is properly enrolled and asks for what is none of its business. */
final class Intruder {
    private final TestCluster cluster;
    private final TestNode source;
    private final Path sourceDisk;

    Intruder(TestCluster cluster, TestNode source, Path sourceDisk) {
        this.cluster = cluster;
        this.source = source;
        this.sourceDisk = sourceDisk;
    }

    /** Asks the source for its disk; gives what it answers. */
    String ask(String who, int port) throws Exception {
        X509Certificate authority = PemCertificates.first(
                cluster.api().get("/ca").path("ca_pem").asText());
        TlsIdentity identity =
                switch (who) {
                    case "nobody" -> null;
                    case "a node" -> enrolled().identity();
                    default -> targetOfAnotherSession();
                };
        // It does not care who the source is: only whether the source cares who asks.
        PinnedTrust trust = new PinnedTrust(authority, new PeerIdentity("urn:pureboot:", true));
        try (Socket socket = TlsContexts.context(identity, trust).getSocketFactory().createSocket("127.0.0.1", port)) {
            SSLSocket tls = (SSLSocket) socket;
            tls.setSSLParameters(TlsContexts.client());
            tls.setSoTimeout(10_000);
            tls.getOutputStream()
                    .write("GET /v1/session HTTP/1.1\r\nHost: source\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            InputStream in = tls.getInputStream();
            byte[] answer = in.readNBytes(200);
            if (answer.length == 0) {
                throw new IOException("closed without an answer, which is no SSL alert");
            }
            return new String(answer, StandardCharsets.UTF_8);
        }
    }

    private record Enrolled(String nodeId, TlsIdentity identity) {}

    private Enrolled enrolled() throws Exception {
        SessionKey key = SessionKey.generate();
        NodeRegistration machine = new NodeRegistration(
                "intruder-" + System.nanoTime(), null, null, null, null, null, null, null, null, null, List.of(), null);
        String token = cluster.api().post("/enrolment-tokens", Map.of()).path("token").asText();
        var answer = new Api(cluster.url(), cluster.caSha256(), null)
                .post("/nodes/enrol", new EnrolmentRequest(token, key.csrPem("intruder"), machine));
        return new Enrolled(
                answer.path("node_id").asText(), new TlsIdentity(key, answer.path("cert_pem").asText()));
    }

    /** Of a session of its own with the same source node, over another disk name. */
    private @Nullable TlsIdentity targetOfAnotherSession() throws Exception {
        Enrolled itself = enrolled();
        String session = cluster.api()
                .post(
                        "/clone-sessions",
                        Map.of(
                                "clone_mode", "direct", "source_node_id", source.id(), "target_node_id", itself.nodeId(),
                                "source_device", sourceDisk.toString(), "target_device", "/dev/sdz"))
                .path("id")
                .asText();
        SessionKey key = SessionKey.generate();
        var bundle = new Api(cluster.url(), cluster.caSha256(), itself.identity())
                .post(
                        "/clone-sessions/" + session + "/certs?role=target",
                        new CertRequest(key.csrPem("target"), List.of("127.0.0.1")));
        TlsIdentity identity = new TlsIdentity(key, bundle.path("cert_pem").asText());
        PeerIdentity.session(session, CloneRole.TARGET, itself.nodeId()).check(identity.certificate());
        return identity;
    }
}
