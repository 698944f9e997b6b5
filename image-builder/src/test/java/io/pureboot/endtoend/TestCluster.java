package io.pureboot.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import io.pureboot.controller.ControllerServer;
import io.pureboot.node.NodeServer;
import io.pureboot.node.tls.PeerIdentity;
import io.pureboot.node.tls.PemCertificates;
import io.pureboot.node.tls.PinnedTrust;
import io.pureboot.node.tls.TlsContexts;
import io.pureboot.protocol.Identities;
import io.pureboot.protocol.ProtocolJson;
import io.pureboot.protocol.session.CloneSession;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A controller and nodes, each a process of its own, on loopback. */
final class TestCluster implements AutoCloseable {
    private static final String PASSWORD = "correct horse battery";
    private static final String PIN = "7391";
    static final Duration LIMIT = Duration.ofSeconds(150);

    private final Path folder;
    private final List<String> nodeOptions;
    private final Server controller;
    private final URI url;
    private final String caSha256;
    private final Api api;
    private final List<Server> nodes = new ArrayList<>();

    private TestCluster(Path folder, List<String> nodeOptions) throws IOException {
        this.folder = folder;
        this.nodeOptions = nodeOptions;
        controller = new Server(
                folder,
                "controller",
                List.of(),
                ControllerServer.class,
                List.of("--data", folder.resolve("controller").toString(), "--port", "0", "--bind", "127.0.0.1"),
                Map.of("PUREBOOT_ADMIN_PASSWORD", PASSWORD));
        JsonNode ready = controller.awaitReady();
        url = URI.create(ready.path("url").asText());
        controller.option("--port", Integer.toString(url.getPort()));
        caSha256 = ready.path("ca_sha256").asText();
        api = new Api(url, caSha256, null);
        api.signIn(PASSWORD);
    }

    /** @param nodeOptions such as {@code --limit-rate}, which makes a clone slow enough to be cut */
    static TestCluster start(Path folder, String... nodeOptions) throws IOException {
        return new TestCluster(folder, List.of(nodeOptions));
    }

    Api api() {
        return api;
    }

    Server controller() {
        return controller;
    }

    /** A node's own API, for a person who knows its PIN. */
    Api signedInAt(TestNode node) throws IOException {
        try {
            X509Certificate authority =
                    PemCertificates.first(Files.readString(certificates().resolve("ca.crt")));
            PeerIdentity expected = new PeerIdentity(Identities.node(node.id()), false);
            Api own = new Api(
                    URI.create(node.server().awaitReady().path("url").asText()),
                    TlsContexts.context(null, new PinnedTrust(authority, expected)));
            own.signInWithPin(PIN);
            return own;
        } catch (CertificateException e) {
            throw new IOException(e);
        }
    }

    /** Where the controller keeps its CA. */
    Path certificates() {
        return folder.resolve("controller/certs");
    }

    /** A node that may touch these devices only. */
    TestNode node(String name, List<Path> disks) throws IOException {
        String token = api.post("/enrolment-tokens", Map.of()).path("token").asText();
        Path state = folder.resolve(name + ".state");
        List<String> arguments = new ArrayList<>(List.of(
                "--server",
                url.toString(),
                "--token",
                token,
                "--ca",
                caSha256,
                "--name",
                name,
                "--bind",
                "127.0.0.1",
                "--advertise",
                "127.0.0.1",
                "--port",
                "0",
                "--data-port",
                "0",
                "--pin",
                PIN,
                "--state",
                state.toString()));
        arguments.addAll(nodeOptions);
        disks.forEach(disk -> arguments.addAll(List.of("--disk", disk.toString())));
        Server server = new Server(folder, name, List.of(), NodeServer.class, arguments, Map.of());
        nodes.add(server);
        String id = server.awaitReady().path("node_id").asText();
        Wait.until(
                LIMIT,
                () -> name + " reports its disks",
                () -> api.get("/nodes/" + id + "/disks").size() >= disks.size());
        return new TestNode(id, server, state);
    }

    /** Restarts the killed controller at the port it had. */
    void restartController() throws IOException {
        controller.restart();
        controller.awaitReady();
        api.signIn(PASSWORD);
    }

    /** Makes and starts a direct clone. */
    String clone(TestNode source, Path sourceDisk, TestNode target, Path targetDisk) throws IOException {
        String id = create(source, sourceDisk, target, targetDisk, Map.of());
        begin(id);
        return id;
    }

    String create(TestNode source, Path sourceDisk, TestNode target, Path targetDisk, Map<String, Object> more)
            throws IOException {
        Map<String, Object> request = new HashMap<>(more);
        request.putAll(Map.of(
                "clone_mode",
                "direct",
                "source_node_id",
                source.id(),
                "target_node_id",
                target.id(),
                "source_device",
                sourceDisk.toString(),
                "target_device",
                targetDisk.toString()));
        return api.post("/clone-sessions", request).path("id").asText();
    }

    void begin(String id) throws IOException {
        api.post("/clone-sessions/" + id + "/start", null);
    }

    CloneSession session(String id) throws IOException {
        return ProtocolJson.mapper().treeToValue(api.get("/clone-sessions/" + id), CloneSession.class);
    }

    /** Waits until the session is as wanted; fails at once when it has ended otherwise. */
    CloneSession await(String id, String what, Predicate<CloneSession> wanted) {
        CloneSession[] last = new CloneSession[1];
        Wait.until(LIMIT, () -> what + ", but " + last[0] + logs(), () -> {
            CloneSession now = session(id);
            last[0] = now;
            if (wanted.test(now)) {
                return true;
            }
            if (now.status().terminal()) {
                throw new AssertionError("session ended as " + now + " while waiting for: " + what + logs());
            }
            return false;
        });
        return last[0];
    }

    /** Waits until the session is over, whatever its end. */
    CloneSession awaitEnd(String id) {
        return await(id, "the end", session -> session.status().terminal());
    }

    private String logs() {
        StringBuilder text = new StringBuilder();
        for (Server node : nodes) {
            List<String> lines = node.log().lines().toList();
            text.append("\n== ").append(node.name()).append('\n');
            lines.subList(Math.max(0, lines.size() - 25), lines.size())
                    .forEach(line -> text.append(line).append('\n'));
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        nodes.forEach(Server::kill);
        controller.kill();
        for (Server node : nodes) {
            Path state = folder.resolve(node.name() + ".state");
            if (Files.exists(state)) {
                TestNode.forgetIdentity(state, url, caSha256);
            }
        }
    }
}
