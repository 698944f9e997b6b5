package io.pureboot.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.pureboot.linux.process.CommandRunner;
import io.pureboot.protocol.ProtocolJson;
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
 * What the JVM keeps of a start of the node, its first pages and its first look at a disk, so that the next ones take half
 * the time (JEP 514). It fits these jars and this JVM alone, and is not the same twice: it travels apart from what has to
 * be.
 */
final class StartArchive {
    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration WRITE = Duration.ofMinutes(5);
    private static final List<String> PAGES = List.of("/", "/health", "/metrics", "/api/openapi.json");
    private static final List<String> SIGNED_IN = List.of(
            "/api/v1/auth/me", "/api/v1/nodes/self", "/api/v1/nodes/self/disks", "/api/v1/nodes/self/disks?live=true");
    private static final String PIN = "31415926";

    private StartArchive() {}

    /** Runs the node of {@code system} once and writes {@code out}/node.aot. */
    static void make(CommandRunner runner, Tree system, Instant time, Path root, Path out) throws IOException {
        Files.createDirectories(root);
        system.writeTo(root, time);
        Files.createDirectories(root.resolve("proc"));
        Files.createDirectories(root.resolve("training"));
        DebianStage.devices(runner, root);
        RecordedDisk.put(runner, root);
        Path log = root.resolve("training/log");
        List<String> java = new ArrayList<>(List.of(
                "/" + Layout.JAVA,
                "@/" + Layout.OPTIONS + "/node.options",
                "-XX:AOTCacheOutput=/training/node.aot",
                "@/" + Layout.OPTIONS + "/node.arguments",
                "standalone",
                "recorded",
                "pin=" + PIN,
                "bind=127.0.0.1",
                "port=0",
                "data-port=0",
                "state=/training/state",
                "status-file=/training/status",
                "ready-file=/training/ready"));
        ProcessBuilder builder = new ProcessBuilder(
                        asMount(root, DebianStage.inside(root, java.toArray(String[]::new))))
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

    /** Java asks on which file system a file is, and finds none where the root is a folder of one. */
    private static String[] asMount(Path root, String[] command) {
        List<String> all = new ArrayList<>(List.of(
                "unshare", "--mount", "sh", "-c", "mount --bind \"$0\" \"$0\" && exec \"$@\"", root.toString()));
        all.addAll(List.of(command));
        return all.toArray(String[]::new);
    }

    private static URI awaitReady(Process node, Path ready, Path log) throws IOException, InterruptedException {
        long end = System.nanoTime() + START.toNanos();
        while (!Files.exists(ready)) {
            if (node.waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() > end) {
                throw new IOException("the node of the image does not start here; its log ends: " + end(log));
            }
        }
        return URI.create(ProtocolJson.mapper()
                .readTree(Files.readAllBytes(ready))
                .path("url")
                .asText());
    }

    private static void visit(URI node) throws IOException, InterruptedException {
        try (HttpClient client = Trusting.client()) {
            for (String page : PAGES) {
                answer(client, request(node, page));
            }
            String token = answer(
                            client,
                            request(node, "/api/v1/auth/login")
                                    .POST(HttpRequest.BodyPublishers.ofString("{\"pin\":\"" + PIN + "\"}")))
                    .path("data")
                    .path("token")
                    .asText();
            for (String page : SIGNED_IN) {
                JsonNode said = answer(client, request(node, page).header("Authorization", "Bearer " + token));
                if (page.contains("/disks") && !RecordedDisk.isIn(said)) {
                    throw new IOException("the recorded node lists other disks than its own: " + said);
                }
            }
        }
    }

    private static HttpRequest.Builder request(URI node, String page) {
        return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + node.getPort() + page))
                .timeout(Duration.ofSeconds(30));
    }

    /** What it said as JSON; nothing where that is none. */
    private static JsonNode answer(HttpClient client, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IOException(answer.uri() + " of the recorded node answers " + answer.statusCode());
        }
        boolean json = answer.headers().firstValue("Content-Type").orElse("").contains("json");
        return json ? ProtocolJson.mapper().readTree(answer.body()) : MissingNode.getInstance();
    }

    private static String end(Path log) throws IOException {
        List<String> lines = Files.readString(log).lines().toList();
        return String.join(" / ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    }
}
