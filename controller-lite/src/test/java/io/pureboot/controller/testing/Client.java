package io.pureboot.controller.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.pureboot.protocol.ProtocolJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Talks to a controller as somebody: a person with a bearer token, a node with a certificate, or nobody. */
public final class Client {
    private final String base;
    private final HttpClient http;
    private final @Nullable String bearer;

    public Client(String base, SSLContext tls, @Nullable String bearer) {
        this(base, HttpClient.newBuilder().sslContext(tls).build(), bearer);
    }

    private Client(String base, HttpClient http, @Nullable String bearer) {
        this.base = base;
        this.http = http;
        this.bearer = bearer;
    }

    public Client withToken(String token) {
        return new Client(base, http, token);
    }

    public String base() {
        return base;
    }

    public HttpClient http() {
        return http;
    }

    public Reply get(String path) {
        return send(request("GET", path, null).build());
    }

    public Reply post(String path, Object body) {
        return send(request("POST", path, body).build());
    }

    public Reply post(String path) {
        return send(request("POST", path, null).build());
    }

    public Reply call(String method, String path, @Nullable Object body) {
        return send(request(method, path, body).build());
    }

    public CompletableFuture<Reply> getLater(String path) {
        return later("GET", path, null);
    }

    public CompletableFuture<Reply> later(String method, String path, @Nullable Object body) {
        return http.sendAsync(request(method, path, body).build(), HttpResponse.BodyHandlers.ofString())
                .thenApply(Reply::new);
    }

    /** Text is sent as it is, anything else as the JSON of the protocol. */
    public HttpRequest.Builder request(String method, String path, @Nullable Object body) {
        String whole = path.startsWith("/health") || path.startsWith("/metrics") || path.startsWith("/api")
                ? path
                : "/api/v1" + path;
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(base + whole))
                .timeout(Duration.ofSeconds(60))
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(text(body)));
        if (bearer != null) {
            builder.header("Authorization", "Bearer " + bearer);
        }
        return builder;
    }

    private static String text(Object body) {
        try {
            return body instanceof String text ? text : ProtocolJson.mapper().writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    public Reply send(HttpRequest request) {
        try {
            return new Reply(http.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
