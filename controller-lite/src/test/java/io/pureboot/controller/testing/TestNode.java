package io.pureboot.controller.testing;

import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.protocol.node.DiskReport;
import io.pureboot.protocol.node.EnrolmentRequest;
import io.pureboot.protocol.node.EnrolmentResponse;
import io.pureboot.protocol.node.Heartbeat;
import io.pureboot.protocol.node.NodeRegistration;
import io.pureboot.protocol.node.Order;
import io.pureboot.protocol.node.Orders;
import io.pureboot.protocol.session.CertBundle;
import io.pureboot.protocol.session.CertRequest;
import io.pureboot.protocol.session.CloneRole;
import java.util.List;
import java.util.Locale;

/** An enrolled node, as far as the controller can tell. */
public record TestNode(String id, TestKey key, EnrolmentResponse enrolment, Client client) {
    public static NodeRegistration machine(String hostname, String mac) {
        return new NodeRegistration(
                hostname,
                mac,
                "QEMU",
                "Standard PC",
                "S-" + hostname,
                "uuid-" + mac,
                "x86_64",
                "uefi",
                2,
                4L << 30,
                List.of("127.0.0.1", "::1", "10.1.2.3", "fd00::7"),
                "https://127.0.0.1:9443");
    }

    static TestNode enrol(TestController controller, NodeRegistration machine) {
        TestKey key = TestKey.make();
        EnrolmentResponse enrolment = controller
                .anonymous()
                .post("/nodes/enrol", new EnrolmentRequest(controller.newToken(), key.csr(), machine))
                .data(EnrolmentResponse.class);
        return of(controller, key, enrolment);
    }

    public static TestNode of(TestController controller, TestKey key, EnrolmentResponse enrolment) {
        Client client = new Client(
                controller.url(),
                TestTls.context(controller.caPem(), key.pair().getPrivate(), enrolment.certPem()),
                null);
        return new TestNode(enrolment.nodeId(), key, enrolment, client);
    }

    /** A path below this node. */
    public String path(String rest) {
        return "/nodes/" + id + rest;
    }

    public long heartbeat() {
        return client.post(path("/heartbeat"), new Heartbeat("pending", null, null, null))
                .data()
                .path("orders_version")
                .asLong();
    }

    public void report(DiskInfo... disks) {
        client.post(path("/disks/report"), new DiskReport(List.of(disks), null)).data();
    }

    public Orders orders() {
        return client.get(path("/orders")).data(Orders.class);
    }

    /** The orders of one kind. */
    public <T extends Order> List<T> orders(Class<T> kind) {
        return orders().orders().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    public CertBundle certificate(String sessionId, CloneRole role, TestKey sessionKey) {
        return client.post(
                        "/clone-sessions/" + sessionId + "/certs?role="
                                + role.name().toLowerCase(Locale.ROOT),
                        new CertRequest(sessionKey.csr(), List.of("127.0.0.1", "::1")))
                .data(CertBundle.class);
    }
}
