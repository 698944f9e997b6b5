package io.pureboot.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.pureboot.protocol.ProtocolJson;
import io.pureboot.protocol.node.NodeInfo;
import io.pureboot.protocol.session.CloneSession;
import io.pureboot.protocol.session.CloneSessionCreate;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The controller's API as a person with a token uses it, over TLS that trusts the controller's own CA only. */
public final class ControllerClient {
    private static final JsonMapper JSON = ProtocolJson.mapper();
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final URI base;
    private final HttpClient http;
    private String token = "";

    public ControllerClient(URI base, X509Certificate authority) {
        this(
                base,
                HttpClient.newBuilder()
                        .sslContext(AuthorityTls.trusting(authority))
                        .connectTimeout(LIMIT)
                        .build());
    }

    /** {@code http} decides whom to trust. */
    public ControllerClient(URI base, HttpClient http) {
        this.base = base;
        this.http = http;
    }

    public void signIn(String username, String password) throws IOException, InterruptedException {
        token = post("/auth/login", Map.of("username", username, "password", password))
                .path("token")
                .asText();
    }

    /** A one-time token that enrols one node. */
    public String enrolmentToken(String note) throws IOException, InterruptedException {
        return post("/enrolment-tokens", Map.of("note", note)).path("token").asText();
    }

    public List<NodeInfo> nodes() throws IOException, InterruptedException {
        return list("/nodes", NodeInfo.class);
    }

    /** Device paths of a node's disks, as it last reported them. */
    public List<String> disks(String nodeId) throws IOException, InterruptedException {
        List<String> devices = new ArrayList<>();
        get("/nodes/" + nodeId + "/disks")
                .forEach(disk -> devices.add(disk.path("device").asText()));
        return devices;
    }

    public CloneSession create(CloneSessionCreate request) throws IOException, InterruptedException {
        return JSON.treeToValue(post("/clone-sessions", request), CloneSession.class);
    }

    public void start(String sessionId) throws IOException, InterruptedException {
        post("/clone-sessions/" + sessionId + "/start", null);
    }

    public CloneSession session(String sessionId) throws IOException, InterruptedException {
        return JSON.treeToValue(get("/clone-sessions/" + sessionId), CloneSession.class);
    }

    public List<CloneSession> sessions() throws IOException, InterruptedException {
        return list("/clone-sessions", CloneSession.class);
    }

    /** The signed receipt of a completed session. */
    public JsonNode receipt(String sessionId) throws IOException, InterruptedException {
        return get("/clone-sessions/" + sessionId + "/receipt");
    }

    private <T> List<T> list(String path, Class<T> type) throws IOException, InterruptedException {
        List<T> items = new ArrayList<>();
        for (JsonNode item : get(path)) {
            items.add(JSON.treeToValue(item, type));
        }
        return items;
    }

    public JsonNode get(String path) throws IOException, InterruptedException {
        return send(request(path).GET().build());
    }

    public JsonNode post(String path, @Nullable Object body) throws IOException, InterruptedException {
        HttpRequest.Builder builder = request(path);
        if (body == null) {
            return send(builder.POST(HttpRequest.BodyPublishers.noBody()).build());
        }
        return send(builder.header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(base.resolve("/api/v1" + path)).timeout(LIMIT);
        return token.isEmpty() ? builder : builder.header("Authorization", "Bearer " + token);
    }

    /** @return the answer's {@code data} */
    private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        JsonNode body = JSON.readTree(response.body());
        if (response.statusCode() / 100 != 2) {
            throw new IOException("the controller answered " + response.statusCode() + " to " + request.method() + " "
                    + request.uri().getPath() + ": " + body.path("detail").asText("no detail"));
        }
        return body.path("data");
    }
}
