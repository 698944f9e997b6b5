package io.pureboot.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import io.pureboot.node.tls.ControllerTrust;
import io.pureboot.node.tls.TlsContexts;
import io.pureboot.node.tls.TlsIdentity;
import io.pureboot.protocol.ProtocolJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The API of the controller or of a node, as a person or a node uses it, over pinned TLS. */
final class Api {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final URI base;
    private final HttpClient http;
    private @Nullable String token;

    Api(URI base, String caSha256, @Nullable TlsIdentity identity) {
        this(base, TlsContexts.context(identity, new ControllerTrust(caSha256)));
    }

    Api(URI base, SSLContext tls) {
        this.base = base;
        this.http =
                HttpClient.newBuilder().sslContext(tls).connectTimeout(LIMIT).build();
    }

    /** An answer that was no success. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        private final int status;

        Refused(int status, String body) {
            super(status + " " + body);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    void signIn(String password) throws IOException {
        token = post("/auth/login", Map.of("username", "admin", "password", password))
                .path("token")
                .asText();
    }

    void signInWithPin(String pin) throws IOException {
        token = post("/auth/login", Map.of("pin", pin)).path("token").asText();
    }

    /** What happens from now on. */
    EventWatch events() throws IOException {
        URI socket = URI.create("wss://" + base.getAuthority() + "/api/v1/ws?token=" + token);
        return EventWatch.open(http, socket);
    }

    JsonNode get(String path) throws IOException {
        return send("GET", path, null);
    }

    JsonNode post(String path, @Nullable Object body) throws IOException {
        return send("POST", path, body);
    }

    JsonNode delete(String path) throws IOException {
        return send("DELETE", path, null);
    }

    String text(String path) throws IOException {
        return answer(HttpRequest.newBuilder(base.resolve(path)).GET()).body();
    }

    private JsonNode send(String method, String path, @Nullable Object body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve("/api/v1" + path))
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(
                                        ProtocolJson.mapper().writeValueAsString(body)));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<String> response = answer(request);
        if (response.statusCode() / 100 != 2) {
            throw new Refused(response.statusCode(), response.body());
        }
        return ProtocolJson.mapper().readTree(response.body()).path("data");
    }

    private HttpResponse<String> answer(HttpRequest.Builder request) throws IOException {
        try {
            return http.send(request.timeout(LIMIT).build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
