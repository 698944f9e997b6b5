package io.pureboot.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.pureboot.protocol.node.NodeInfo;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A controller and nodes, each a process of its own on this machine, and a signed-in client of the controller. */
public final class Cluster {
    private static final Duration START = Duration.ofSeconds(90);

    private final Workspace workspace;
    private final Jvm jvm;
    private final ServerProcess controller;
    private final URI url;
    private final String authoritySha256;
    private final String password;
    private final ControllerClient client;
    private final List<Node> nodes = new ArrayList<>();

    /** A running node: its id at the controller, its process, the one disk it may touch. */
    public record Node(String id, String name, ServerProcess process, Path disk) {}

    private Cluster(
            Workspace workspace, Jvm jvm, ServerProcess controller, JsonNode ready, String password, Path authority)
            throws IOException {
        this.workspace = workspace;
        this.jvm = jvm;
        this.controller = controller;
        this.url = URI.create(ready.path("url").asText());
        this.authoritySha256 = ready.path("ca_sha256").asText();
        this.password = password;
        this.client = new ControllerClient(url, AuthorityTls.read(authority));
    }

    /**
     * @param name of the controller's folder and log
     * @param port of the controller, 0 for any free one
     */
    public static Cluster start(Workspace workspace, String name, Jvm jvm, int port, String password)
            throws IOException, InterruptedException {
        Path data = Files.createDirectory(workspace.file(name));
        Path ready = workspace.file(name + ".ready");
        ProcessBuilder builder = jvm.server(
                "controller",
                List.of(
                        "--data", data.toString(),
                        "--port", Integer.toString(port),
                        "--bind", "127.0.0.1",
                        "--ready-file", ready.toString()));
        builder.environment().put("PUREBOOT_ADMIN_PASSWORD", password);
        ServerProcess controller = workspace.start(name, builder);
        JsonNode answer = controller.awaitReady(ready, START);
        Cluster cluster = new Cluster(workspace, jvm, controller, answer, password, data.resolve("certs/ca.crt"));
        cluster.client.signIn("admin", password);
        return cluster;
    }

    public ServerProcess controller() {
        return controller;
    }

    /** Ends controller and nodes. */
    public void end() throws IOException {
        List<ServerProcess> all =
                new ArrayList<>(nodes.stream().map(Node::process).toList());
        all.add(controller);
        all.forEach(ServerProcess::askToEnd);
        for (ServerProcess server : all) {
            server.end();
            workspace.forget(server);
        }
    }

    public URI url() {
        return url;
    }

    public String authoritySha256() {
        return authoritySha256;
    }

    public String password() {
        return password;
    }

    public ControllerClient client() {
        return client;
    }

    /** Starts a node that may touch one disk; {@link #awaitDisks} waits for it. */
    public Node addNode(String name, Path disk) throws IOException, InterruptedException {
        Path state = Files.createDirectory(workspace.file(name));
        Path ready = workspace.file(name + ".ready");
        ServerProcess process = workspace.start(
                name,
                jvm.server(
                        "node",
                        List.of(
                                "--server",
                                url.toString(),
                                "--token",
                                client.enrolmentToken(name),
                                "--ca",
                                authoritySha256,
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
                                "--disk",
                                disk.toString(),
                                "--state",
                                state.toString(),
                                "--ready-file",
                                ready.toString())));
        String id = process.awaitReady(ready, START).path("node_id").asText();
        Node node = new Node(id, name, process, disk);
        nodes.add(node);
        return node;
    }

    /** Waits until the controller shows every node online with its disk. */
    public void awaitDisks() throws IOException, InterruptedException {
        long end = System.nanoTime() + START.toNanos();
        for (Node node : nodes) {
            while (!online(node)
                    || !client.disks(node.id()).contains(node.disk().toString())) {
                requireAlive();
                if (System.nanoTime() > end) {
                    throw new IOException(
                            node.name() + " did not report " + node.disk() + " within " + START.toSeconds()
                                    + " s; its log ends: " + node.process().lastLines(5));
                }
                Thread.sleep(50);
            }
        }
    }

    private boolean online(Node node) throws IOException, InterruptedException {
        return client.nodes().stream()
                .filter(info -> info.id().equals(node.id()))
                .anyMatch(NodeInfo::online);
    }

    public void requireAlive() throws IOException {
        controller.requireAlive();
        for (Node node : nodes) {
            node.process().requireAlive();
        }
    }
}
