package io.pureboot.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.pureboot.linux.block.LoopDevice;
import io.pureboot.node.NodeServer;
import io.pureboot.protocol.ProtocolJson;
import io.pureboot.testing.Prerequisites;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Bad bodies, parameters and device names to every route a real node describes; its disk stays as it was. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodeBadInputTest {
    private static final String PIN = "73915284";
    private static final Map<String, Set<Integer>> BODIES = Map.of(
            "",
            Set.of(400, 422),
            "{",
            Set.of(400),
            "nonsense",
            Set.of(400),
            "null",
            Set.of(400, 422),
            "[]",
            Set.of(400, 422),
            "17",
            Set.of(400, 422),
            "[".repeat(100_000),
            Set.of(400),
            "{\"no_such_field\": 1}",
            Set.of(422),
            "x".repeat(2 << 20),
            Set.of(413));
    private static final List<String> BAD_DEVICES = List.of(
            "none",
            "%2Fdev%2Fnone",
            "..%2F..%2Fetc%2Fpasswd",
            "%2Fdev%2F..%2Fsda",
            "sda%3Breboot",
            "sda%20%24(reboot)",
            "%00",
            "-rf",
            "%F0%9F%92%BE",
            "s".repeat(300));

    private final List<Operation> operations = new ArrayList<>();
    private LoopDevice disk;
    private Server node;
    private URI url;
    private HttpClient http;
    private JsonNode document;
    private String token = "";

    /** One method of one path, as the node describes it. */
    private record Operation(String method, String path, JsonNode described) {
        boolean takesBody() {
            return described.has("requestBody");
        }

        /** About the one disk there is. */
        String filled(String device) {
            return path.replace("{device}", device).replaceAll("\\{[a-z_]+}", "none");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    @BeforeAll
    void start(@TempDir Path temp) throws Exception {
        Prerequisites.requireLoop();
        disk = LoopDevice.create(temp.resolve("disk.img"), 64 << 20, 512);
        Tool.run("sgdisk", "--new", "1:2048:0", disk.path());
        node = new Server(
                temp,
                "node",
                List.of(),
                NodeServer.class,
                List.of(
                        "--standalone",
                        "--pin",
                        PIN,
                        "--bind",
                        "127.0.0.1",
                        "--advertise",
                        "127.0.0.1",
                        "--port",
                        "0",
                        "--data-port",
                        "0",
                        "--state",
                        temp.resolve("state").toString(),
                        "--disk",
                        disk.path().toString()),
                Map.of());
        url = URI.create(node.awaitReady().path("url").asText());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, new TrustManager[] {new Everybody()}, new SecureRandom());
        http = HttpClient.newBuilder().sslContext(tls).build();
        document = json(call("GET", "/api/openapi.json", null));
        token = json(call("POST", "/api/v1/auth/login", "{\"pin\":\"" + PIN + "\"}"))
                .path("data")
                .path("token")
                .asText();
        for (var path : document.path("paths").properties()) {
            for (var operation : path.getValue().properties()) {
                operations.add(new Operation(
                        operation.getKey().toUpperCase(Locale.ROOT), path.getKey(), operation.getValue()));
            }
        }
    }

    @AfterAll
    void stop() throws Exception {
        if (http != null) {
            http.shutdownNow();
        }
        if (node != null) {
            node.kill();
        }
        disk.close();
    }

    @Test
    @DisplayName("X16 X10 every route of the node that takes a body refuses each bad one with a problem")
    void bodies() throws Exception {
        String before = state();
        int tried = 0;
        for (Operation operation : operations) {
            for (var bad : operation.takesBody() ? BODIES.entrySet() : Set.<Map.Entry<String, Set<Integer>>>of()) {
                tried++;
                refused(bad.getValue(), operation, operation.filled(disk.name()), bad.getKey());
            }
        }
        assertTrue(tried > 0);
        assertEquals(before, state());
    }

    @Test
    @DisplayName("X16 every field of every body refuses another type, and names itself")
    void types() throws Exception {
        String before = state();
        for (Operation operation : operations) {
            for (var property : schema(operation).path("properties").properties()) {
                String wrong = property.getValue().path("type").asText().equals("object") ? "7" : "{\"an\":[]}";
                HttpResponse<String> reply = refused(
                        Set.of(422),
                        operation,
                        operation.filled(disk.name()),
                        "{\"" + property.getKey() + "\":" + wrong + "}");
                assertTrue(
                        json(reply).path("errors").findValuesAsText("field").stream()
                                .anyMatch(field -> field.startsWith(property.getKey())),
                        operation + " does not name " + property.getKey() + ": " + reply.body());
            }
        }
        assertEquals(before, state());
    }

    @Test
    @DisplayName("X10 ED2 names that are no device's are refused by every route about a device")
    void devices() throws Exception {
        String before = state();
        int tried = 0;
        for (Operation operation : operations) {
            for (String device : operation.path().contains("{device}") ? BAD_DEVICES : List.<String>of()) {
                tried++;
                refused(Set.of(400, 404, 422), operation, operation.filled(device), null);
            }
        }
        assertTrue(tried >= BAD_DEVICES.size());
        assertEquals(before, state());
    }

    @Test
    @DisplayName("X16 ED1 no query parameter makes any route stumble")
    void queries() throws Exception {
        for (Operation operation : operations) {
            for (JsonNode parameter : operation.described().path("parameters")) {
                if (!parameter.path("in").asText().equals("query")
                        || !operation.method().equals("GET")) {
                    continue;
                }
                for (String value : List.of("", "-1", "99999999999999999999", "%00", "no+such+thing")) {
                    String path = operation.filled(disk.name()) + "?"
                            + parameter.path("name").asText() + "=" + value;
                    HttpResponse<String> reply = call("GET", path, null);
                    assertTrue(reply.statusCode() < 500, path + ": " + reply.body());
                    if (reply.statusCode() / 100 != 2) {
                        assertProblem(Set.of(400, 404, 422), reply, path);
                    }
                }
            }
        }
    }

    @Test
    @DisplayName("X9 without a sign-in every route but the public ones answers 401")
    void signIn() throws Exception {
        String mine = token;
        token = "";
        try {
            int tried = 0;
            for (Operation operation : operations) {
                if (operation.described().path("security").isArray()
                        && operation.described().path("security").isEmpty()) {
                    continue;
                }
                tried++;
                refused(Set.of(401, 403), operation, operation.filled(disk.name()), null);
            }
            assertTrue(tried > 5, "only " + tried);
        } finally {
            token = mine;
        }
    }

    @Test
    @DisplayName("ED1 ED7 after a job of the node's own page its disks are shown as they are now, without another scan")
    void shownAsItIs() throws Exception {
        String path = "/api/v1/nodes/self/disks/" + disk.name();
        assertEquals("[]", flags(path));
        String wish = """
                {"operation":"set_flag","params":{"partition":1,"flag":"legacy_boot","value":true}}""";
        assertEquals(201, call("POST", path + "/operations", wish).statusCode());
        assertEquals(200, call("POST", path + "/apply", "{}").statusCode());
        Wait.until(
                Duration.ofSeconds(60),
                () -> "the job is done",
                () -> json(call("GET", path + "/job", null))
                        .path("data")
                        .path("state")
                        .asText()
                        .equals("completed"));
        Wait.until(
                Duration.ofSeconds(60),
                () -> "the flag is shown",
                () -> flags(path).contains("legacy_boot"));
    }

    private String flags(String path) throws Exception {
        return json(call("GET", path, null))
                .path("data")
                .path("partitions")
                .path(0)
                .path("flags")
                .toString();
    }

    private JsonNode schema(Operation operation) {
        JsonNode schema = operation
                .described()
                .path("requestBody")
                .path("content")
                .path("application/json")
                .path("schema");
        String reference = schema.path("$ref").asText();
        return reference.isEmpty() ? schema : document.at(reference.substring(1));
    }

    private String state() throws Exception {
        return call("GET", "/api/v1/nodes/self/disks", null).body().replaceAll("\"scanned_at\":\"[^\"]*\"", "")
                + call("GET", "/api/v1/nodes/self/sessions", null).body()
                + FileTree.sha256(disk.file());
    }

    private HttpResponse<String> refused(Set<Integer> statuses, Operation operation, String path, @Nullable String body)
            throws Exception {
        HttpResponse<String> reply = call(operation.method(), path, body);
        String sent = body == null || body.length() < 100 ? body : body.substring(0, 20) + "…";
        assertProblem(statuses, reply, operation + " at " + path + " with " + sent);
        return reply;
    }

    private static void assertProblem(Set<Integer> statuses, HttpResponse<String> reply, String what)
            throws IOException {
        String text = what + ": " + reply.statusCode() + " " + reply.body();
        assertTrue(statuses.contains(reply.statusCode()), text);
        assertEquals(
                "application/problem+json",
                reply.headers().firstValue("Content-Type").orElse(""),
                text);
        assertFalse(json(reply).path("detail").asText().isBlank(), text);
        if (reply.statusCode() == 422) {
            assertTrue(json(reply).path("errors").size() > 0, text);
        }
    }

    private HttpResponse<String> call(String method, String path, @Nullable String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(20))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> reply) throws IOException {
        return ProtocolJson.mapper().readTree(reply.body());
    }

    /** Believes every server: a standalone node's certificate is compared by people. */
    private static final class Everybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
