package io.pureboot.node.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.pureboot.node.controller.FixedDisks;
import io.pureboot.node.controller.TestAuthority;
import io.pureboot.node.job.DiskScans;
import io.pureboot.node.tls.PeerIdentity;
import io.pureboot.node.tls.PinnedTrust;
import io.pureboot.node.tls.SelfSigned;
import io.pureboot.node.tls.TlsContexts;
import io.pureboot.node.tls.TlsIdentity;
import io.pureboot.protocol.Identities;
import io.pureboot.protocol.ProtocolJson;
import io.pureboot.protocol.node.NodeInfo;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpServerTest {
    private static final String DISKS = "/api/v1/nodes/self/disks";

    private final FixedDisks disks = new FixedDisks();
    private final List<Route> routes = new ArrayList<>();
    private final PinSignIns signIns = new PinSignIns("482913", Clock.systemUTC());
    private HttpServer server;
    private HttpClient client;

    @BeforeEach
    void start() throws Exception {
        routes.addAll(AuthRoutes.of(signIns));
        routes.addAll(DiskRoutes.of(new DiskScans(disks)));
        routes.addAll(SystemRoutes.of(HttpServerTest::info, List::of, LogRing.over(System.err), new Metrics()));
        TlsIdentity identity = SelfSigned.identity("node", Instant.now(), Duration.ofDays(1));
        server = HttpServer.start("127.0.0.1", 0, new NodeTls(identity, null), routes, signIns, pages -> {});
        client = client(null, new Everybody());
    }

    @AfterEach
    void stop() {
        client.shutdownNow();
        server.close();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"sda", "%2Fdev%2Fsda", "/dev/sda", "dev/sda", "dev%2Fsda"})
    @DisplayName("ED2 every way to write a device names it")
    void knowsEveryDeviceForm(String form) throws Exception {
        HttpResponse<String> response = get(DISKS + "/" + form, token());
        assertEquals(200, response.statusCode(), response.body());
        assertEquals("/dev/sda", data(response).path("device").asText());
    }

    @Test
    @DisplayName("ED1 the last scan is shown, live=true scans")
    void cachesScans() throws Exception {
        String token = token();
        JsonNode list = json(get(DISKS, token));
        assertTrue(list.path("success").asBoolean());
        assertEquals(2, list.path("total").asInt());
        get(DISKS, token);
        assertEquals(1, disks.scans());
        get(DISKS + "?live=true", token);
        assertEquals(2, disks.scans());
        assertProblem(422, get(DISKS + "?live=maybe", token));
    }

    @Test
    @DisplayName("ED3 a scan is made when asked for")
    void scans() throws Exception {
        String token = token();
        get(DISKS, token);
        HttpResponse<String> response = send("POST", DISKS + "/scan", "", token, null);
        assertEquals(200, response.statusCode(), response.body());
        assertEquals(2, disks.scans());
    }

    @Test
    void anUnknownDiskIsNotFound() throws Exception {
        assertProblem(404, get(DISKS + "/sdz", token()));
        assertProblem(422, get(DISKS + "/..%2F..%2Fetc%2Fpasswd", token()));
        assertProblem(400, get(DISKS + "/%00", token()));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {DISKS, DISKS + "/sda", "/api/v1/nodes/self", "/api/v1/nodes/self/sessions", "/api/v1/log"})
    @DisplayName("X9 nothing about the machine is told before the PIN")
    void needsASignIn(String path) throws Exception {
        assertProblem(401, get(path, null));
        assertProblem(401, get(path, "wrong"));
    }

    @ParameterizedTest(name = "body {index}")
    @ValueSource(strings = {"", "{", "[]", "null", "{\"pin\":7, \"more\":1}", "{\"pin\":null}", "{\"pin\":\"\"}"})
    void aBadLoginIsAProblem(String body) throws Exception {
        HttpResponse<String> response = send("POST", "/api/v1/auth/login", body, null, null);
        assertProblem(response.statusCode(), response);
        assertTrue(response.statusCode() == 400 || response.statusCode() == 422, response.body());
    }

    @Test
    void wrongPathsAndMethodsAreProblems() throws Exception {
        assertProblem(404, get("/api/v1/nothing", null));
        assertProblem(405, send("DELETE", "/health", "", null, null));
    }

    @Test
    @DisplayName("KD6 the PIN gives a token and a cookie; guesses are few")
    void limitsGuesses() throws Exception {
        HttpResponse<String> good = send("POST", "/api/v1/auth/login", "{\"pin\":\"482913\"}", null, null);
        assertEquals(200, good.statusCode(), good.body());
        String cookie = good.headers().firstValue("Set-Cookie").orElseThrow();
        assertTrue(
                cookie.contains("HttpOnly") && cookie.contains("Secure") && cookie.contains("SameSite=Strict"), cookie);
        for (int i = 0; i < 5; i++) {
            assertProblem(401, send("POST", "/api/v1/auth/login", "{\"pin\":\"000000\"}", null, null));
        }
        assertProblem(429, send("POST", "/api/v1/auth/login", "{\"pin\":\"482913\"}", null, null));
    }

    @Test
    @DisplayName("X9 a change by cookie needs a header that other sites cannot send")
    void refusesForgedChanges() throws Exception {
        String cookie = Gate.COOKIE + "=" + token();
        assertEquals(200, send("GET", DISKS, null, null, cookie).statusCode());
        assertProblem(403, send("POST", DISKS + "/scan", "", null, cookie));
        HttpRequest request = request("POST", DISKS + "/scan", "")
                .header("Cookie", cookie)
                .header("X-CSRF-Token", "")
                .build();
        assertEquals(
                200, client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode());
    }

    @Test
    void signsOut() throws Exception {
        String token = token();
        assertEquals("pin", data(get("/api/v1/auth/me", token)).path("username").asText());
        assertEquals(200, send("POST", "/api/v1/auth/logout", "", token, null).statusCode());
        assertProblem(401, get("/api/v1/auth/me", token));
    }

    @Test
    void tellsHealthMetricsAndItself() throws Exception {
        assertEquals("ok", data(get("/health", null)).path("status").asText());
        HttpResponse<String> metrics = get("/metrics", null);
        assertTrue(metrics.body().contains("\npureboot_node_uptime_seconds "), metrics.body());
        assertEquals("self", data(get("/api/v1/nodes/self", token())).path("id").asText());
    }

    @Test
    @DisplayName("EC6 the API's description has exactly the routes there are")
    void openApiMatchesTheRoutes() throws Exception {
        JsonNode paths = json(get("/api/openapi.json", null)).path("paths");
        Set<String> described = new TreeSet<>();
        paths.properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(method ->
                                described.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey())));
        Set<String> there = new TreeSet<>();
        Route.names(routes).forEach(name -> there.add(name.replace('<', '{').replace('>', '}')));
        assertEquals(there, described);
    }

    @Test
    @DisplayName("X9 an enrolled node lets the controller in by its certificate, and no other node")
    void letsTheControllerIn() throws Exception {
        TestAuthority authority = new TestAuthority();
        PinnedTrust onlyController = new PinnedTrust(authority.certificate(), PeerIdentity.controller());
        NodeTls tls = new NodeTls(SelfSigned.identity("n", Instant.now(), Duration.ofDays(1)), null);
        PinSignIns noPin = new PinSignIns(null, Clock.systemUTC());
        List<Route> own = new ArrayList<>(DiskRoutes.of(new DiskScans(disks)));
        own.addAll(AuthRoutes.of(noPin));
        try (HttpServer enrolled = HttpServer.start("127.0.0.1", 0, tls, own, noPin, pages -> {})) {
            tls.use(authority.identity(Identities.node("me"), Duration.ofDays(1)), onlyController);
            URI disksUri = URI.create("https://127.0.0.1:" + enrolled.port() + DISKS);
            PinnedTrust thisNode =
                    new PinnedTrust(authority.certificate(), new PeerIdentity(Identities.node("me"), false));
            try (HttpClient controller =
                            client(authority.identity("urn:pureboot:controller", Duration.ofDays(1)), thisNode);
                    HttpClient otherNode =
                            client(authority.identity(Identities.node("other"), Duration.ofDays(1)), thisNode);
                    HttpClient nobody = client(null, thisNode)) {
                HttpRequest request = HttpRequest.newBuilder(disksUri).build();
                assertEquals(
                        200,
                        controller
                                .send(request, HttpResponse.BodyHandlers.ofString())
                                .statusCode());
                assertThrows(IOException.class, () -> otherNode.send(request, HttpResponse.BodyHandlers.ofString()));
                assertEquals(
                        401,
                        nobody.send(request, HttpResponse.BodyHandlers.ofString())
                                .statusCode());
                HttpRequest login = HttpRequest.newBuilder(disksUri.resolve("/api/v1/auth/login"))
                        .POST(HttpRequest.BodyPublishers.ofString("{\"pin\":\"482913\"}"))
                        .build();
                assertEquals(
                        403,
                        nobody.send(login, HttpResponse.BodyHandlers.ofString()).statusCode());
            }
        }
    }

    private String token() throws Exception {
        return data(send("POST", "/api/v1/auth/login", "{\"pin\":\"482913\"}", null, null))
                .path("token")
                .asText();
    }

    private HttpResponse<String> get(String path, @Nullable String token) throws Exception {
        return send("GET", path, null, token, null);
    }

    private HttpResponse<String> send(
            String method, String path, @Nullable String body, @Nullable String token, @Nullable String cookie)
            throws Exception {
        HttpRequest.Builder builder = request(method, path, body);
        if (token != null) {
            builder.header("Authorization", "Bearer " + token);
        }
        if (cookie != null) {
            builder.header("Cookie", cookie);
        }
        return client.send(builder.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String method, String path, @Nullable String body) {
        return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.port() + path))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
    }

    private static void assertProblem(int status, HttpResponse<String> response) throws IOException {
        assertEquals(status, response.statusCode(), response.body());
        assertEquals(
                "application/problem+json",
                response.headers().firstValue("Content-Type").orElse(""),
                response.body());
        JsonNode problem = json(response);
        assertFalse(problem.path("success").asBoolean(true));
        assertEquals(status, problem.path("status").asInt());
        assertFalse(problem.path("detail").asText().isEmpty());
    }

    private static JsonNode data(HttpResponse<String> response) throws IOException {
        return json(response).path("data");
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return ProtocolJson.mapper().readTree(response.body());
    }

    private static NodeInfo info() {
        return new NodeInfo(
                "self",
                "n",
                null,
                null,
                "standalone",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                null,
                true,
                null,
                Instant.EPOCH,
                Instant.EPOCH,
                null,
                null);
    }

    private static HttpClient client(@Nullable TlsIdentity identity, X509ExtendedTrustManager trust) {
        return HttpClient.newBuilder()
                .sslContext(TlsContexts.context(identity, trust))
                .build();
    }

    /** Believes every server: a self-signed certificate is compared by people. */
    private static final class Everybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

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
