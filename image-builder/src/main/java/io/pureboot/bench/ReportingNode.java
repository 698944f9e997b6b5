package io.pureboot.bench;

import io.pureboot.node.tls.ControllerTrust;
import io.pureboot.node.tls.SessionKey;
import io.pureboot.node.tls.TlsContexts;
import io.pureboot.node.tls.TlsIdentity;
import io.pureboot.protocol.ProtocolJson;
import io.pureboot.protocol.node.EnrolmentRequest;
import io.pureboot.protocol.node.EnrolmentResponse;
import io.pureboot.protocol.node.Heartbeat;
import io.pureboot.protocol.node.NodeRegistration;
import java.io.IOException;
import java.net.URI;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import javax.net.ssl.SSLContext;

/** What a controller sees of a node that has nothing to do: an enrolled identity, a sign of life a second, a poll. */
final class ReportingNode {
    private final String id;
    private final URI controller;
    private final SSLContext tls;
    private final String heartbeat;

    private ReportingNode(String id, URI controller, SSLContext tls) throws IOException {
        this.id = id;
        this.controller = controller;
        this.tls = tls;
        this.heartbeat = ProtocolJson.mapper().writeValueAsString(new Heartbeat("pending", List.of(), null, null));
    }

    static ReportingNode enrol(URI controller, String caSha256, String token, int number) throws IOException {
        SessionKey key = SessionKey.generate();
        String name = "bench-node-" + number;
        NodeRegistration machine = new NodeRegistration(
                name,
                String.format(Locale.ROOT, "02:00:00:00:%02x:%02x", number >> 8 & 0xff, number & 0xff),
                null,
                null,
                null,
                UUID.randomUUID().toString(),
                "x86_64",
                "uefi",
                2,
                4L << 30,
                List.of(),
                null);
        ControllerTrust trust = new ControllerTrust(caSha256);
        try (NodeConnection anonymous = new NodeConnection(controller, TlsContexts.context(null, trust))) {
            NodeConnection.Answer answer = anonymous.request(
                    "POST",
                    "/nodes/enrol",
                    ProtocolJson.mapper().writeValueAsString(new EnrolmentRequest(token, key.csrPem(name), machine)));
            require(answer, "enrolment");
            EnrolmentResponse response = ProtocolJson.mapper()
                    .treeToValue(ProtocolJson.mapper().readTree(answer.body()).path("data"), EnrolmentResponse.class);
            TlsIdentity identity = new TlsIdentity(key, response.certPem());
            return new ReportingNode(response.nodeId(), controller, TlsContexts.context(identity, trust));
        } catch (CertificateException e) {
            throw new IOException("the controller's answer holds no certificate of this key", e);
        }
    }

    NodeConnection connect() throws IOException {
        return new NodeConnection(controller, tls);
    }

    void report(NodeConnection connection) throws IOException {
        require(connection.request("POST", "/nodes/" + id + "/heartbeat", heartbeat), "sign of life");
    }

    /** Waits for orders as a node does; there are none. */
    void poll(NodeConnection connection, long after) throws IOException {
        require(connection.request("GET", "/nodes/" + id + "/orders?wait=20&after=" + after, ""), "orders");
    }

    long ordersVersion(NodeConnection connection) throws IOException {
        NodeConnection.Answer answer = connection.request("GET", "/nodes/" + id + "/orders", "");
        require(answer, "orders");
        return ProtocolJson.mapper()
                .readTree(answer.body())
                .path("data")
                .path("version")
                .asLong();
    }

    private static void require(NodeConnection.Answer answer, String what) throws IOException {
        if (answer.status() / 100 != 2) {
            throw new IOException("the controller answered " + answer.status() + " to a node's " + what + ": "
                    + new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8));
        }
    }
}
