package io.pureboot.controller.testing;

import io.pureboot.controller.ControllerConfig;
import io.pureboot.controller.ControllerServer;
import io.pureboot.protocol.node.NodeRegistration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A controller in this process on a free port, with {@code admin} signed in. */
public final class TestController implements AutoCloseable {
    public static final String PASSWORD = "correct horse battery";
    private static final AtomicInteger MACHINES = new AtomicInteger();

    private final ControllerConfig config;
    private ControllerServer server;
    private Client anonymous;
    private Client admin;

    private TestController(ControllerConfig config) {
        this.config = config;
        this.server = startServer(config);
        this.anonymous = client(server);
        this.admin = anonymous.withToken(login("admin", PASSWORD));
    }

    public static TestController start(Path data) {
        return start(data, config -> config);
    }

    public static TestController start(Path data, UnaryOperator<ControllerConfig> change) {
        return new TestController(change.apply(ControllerConfig.loopback(data, PASSWORD)));
    }

    private static ControllerServer startServer(ControllerConfig config) {
        try {
            return ControllerServer.start(config);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops it and starts it again with what is on disk, on another port. */
    public void restart() {
        close();
        server = startServer(config);
        anonymous = client(server);
        admin = anonymous.withToken(login("admin", PASSWORD));
    }

    public String url() {
        return server.url();
    }

    public int port() {
        return server.port();
    }

    /** Port of plain HTTP for machines that boot over the network. */
    public int bootPort() {
        return server.bootPort();
    }

    public String caPem() {
        return server.caPem();
    }

    public String caSha256() {
        return server.caSha256();
    }

    public Client anonymous() {
        return anonymous;
    }

    private static Client client(ControllerServer server) {
        return new Client(server.url(), TestTls.context(server.caPem(), null, null), null);
    }

    public Client admin() {
        return admin;
    }

    /** A bearer token. */
    public String login(String username, String password) {
        return anonymous()
                .post("/auth/login", Map.of("username", username, "password", password))
                .data()
                .path("token")
                .asText();
    }

    /** A one-time enrolment token. */
    public String newToken() {
        return admin.post("/enrolment-tokens", Map.of("ttl_seconds", 60, "note", "test"))
                .data()
                .path("token")
                .asText();
    }

    /** A new machine, enrolled. */
    public TestNode node(String hostname) {
        String mac = "52:54:00:00:%02x:%02x".formatted(MACHINES.get() / 256, MACHINES.getAndIncrement() % 256);
        return node(TestNode.machine(hostname, mac));
    }

    /** This machine, enrolled. */
    public TestNode node(NodeRegistration machine) {
        return TestNode.enrol(this, machine);
    }

    /** The same node after the controller came back on another port. */
    public TestNode again(TestNode node) {
        return TestNode.of(this, node.key(), node.enrolment());
    }

    @Override
    public void close() {
        server.close();
    }
}
