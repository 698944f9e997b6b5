package io.pureboot.image;

import io.pureboot.linux.process.CommandRunner;
import io.pureboot.vm.Trusting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What the JVM keeps of a start of the node so that the next ones take half the time (JEP 514). It fits these jars and
 * this JVM alone, and is not the same twice: it travels apart from what has to be.
 */
final class StartArchive {
    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration WRITE = Duration.ofMinutes(5);
    private static final List<String> PAGES =
            List.of("/", "/health", "/metrics", "/api/openapi.json", "/api/v1/nodes/self");

    private StartArchive() {}

    /** Runs the node of {@code system} once and writes {@code out}/node.aot. */
    static void make(CommandRunner runner, Tree system, Instant time, Path root, Path out) throws IOException {
        Files.createDirectories(root);
        system.writeTo(root, time);
        Files.createDirectories(root.resolve("proc"));
        Files.createDirectories(root.resolve("training"));
        DebianStage.devices(runner, root);
        Path log = root.resolve("training/log");
        List<String> java = new ArrayList<>(List.of(
                "/" + Layout.JAVA,
                "@/" + Layout.OPTIONS + "/node.options",
                "-XX:AOTCacheOutput=/training/node.aot",
                "@/" + Layout.OPTIONS + "/node.arguments",
                "standalone",
                "bind=127.0.0.1",
                "port=0",
                "data-port=0",
                "state=/training/state",
                "ready-file=/training/ready",
                "disk=/dev/null"));
        ProcessBuilder builder = new ProcessBuilder(DebianStage.inside(root, java.toArray(String[]::new)))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(Path.of("/dev/null").toFile());
        builder.environment().clear();
        Process node = builder.start();
        try {
            visit(awaitReady(node, root.resolve("training/ready"), log));
            node.destroy();
            if (!node.waitFor(WRITE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("the JVM did not finish its start archive; its log ends: " + end(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            node.descendants().forEach(ProcessHandle::destroyForcibly);
            node.destroyForcibly();
        }
        Path made = root.resolve("training/node.aot");
        if (!Files.exists(made)) {
            throw new IOException("the JVM wrote no start archive; its log ends: " + end(log));
        }
        Files.move(made, out.resolve("node.aot"));
    }

    private static URI awaitReady(Process node, Path ready, Path log) throws IOException, InterruptedException {
        long end = System.nanoTime() + START.toNanos();
        while (!Files.exists(ready)) {
            if (node.waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() > end) {
                throw new IOException("the node of the image does not start here; its log ends: " + end(log));
            }
        }
        return URI.create(io.pureboot.protocol.ProtocolJson.mapper()
                .readTree(Files.readAllBytes(ready))
                .path("url")
                .asText());
    }

    private static void visit(URI node) throws IOException, InterruptedException {
        try (HttpClient client = Trusting.client()) {
            for (String page : PAGES) {
                client.send(
                        HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + node.getPort() + page))
                                .timeout(Duration.ofSeconds(30))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
            }
        }
    }

    private static String end(Path log) throws IOException {
        List<String> lines = Files.readString(log).lines().toList();
        return String.join(" / ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    }
}
