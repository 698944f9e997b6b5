package io.pureboot.node.controller;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.pureboot.node.tls.ControllerTrust;
import io.pureboot.node.tls.TlsContexts;
import io.pureboot.node.tls.TlsIdentity;
import io.pureboot.protocol.ProtocolJson;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Requests to the controller over TLS, trusted by the SHA-256 of its CA. Every call ends within its limit, also when the
 * controller takes the connection and then says nothing.
 */
public final class ControllerClient implements AutoCloseable {
    /** Up to the end of the TLS handshake, which takes two programs that have just started long on slow machines. */
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(20);
    /** A controller newer than this node may say more than the node understands. */
    private static final ObjectReader READER =
            ProtocolJson.mapper().reader().without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final URI api;
    private final String caSha256;
    private volatile HttpClient http;

    public ControllerClient(ControllerAddress address) {
        String base = address.server().toString();
        api = URI.create((base.endsWith("/") ? base : base + "/") + "api/v1/");
        caSha256 = address.caSha256();
        http = client(null);
    }

    /** From now on requests carry this certificate; null for none. */
    public void present(@Nullable TlsIdentity identity) {
        HttpClient before = http;
        http = client(identity);
        before.shutdown();
    }

    /**
     * @param endpoint below {@code /api/v1/}
     * @return what stands under {@code data}
     * @throws ControllerException when the answer is an error
     * @throws IOException when there is no answer within the limit
     */
    public <T> T get(String endpoint, Class<T> type, Duration limit) throws IOException {
        return read(endpoint, type, send(request(endpoint).GET(), limit));
    }

    /** As {@link #get}, with a body that is written as JSON. */
    public <T> T post(String endpoint, Object body, Class<T> type, Duration limit) throws IOException {
        return read(endpoint, type, postJson(endpoint, ProtocolJson.mapper().writeValueAsString(body), limit));
    }

    /** Sends JSON as it is and returns the answer's text. */
    public String postJson(String endpoint, String json, Duration limit) throws IOException {
        return send(
                request(endpoint)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json)),
                limit);
    }

    private HttpRequest.Builder request(String endpoint) {
        return HttpRequest.newBuilder(api.resolve(endpoint)).header("Accept", "application/json");
    }

    private String send(HttpRequest.Builder builder, Duration limit) throws IOException {
        HttpRequest request = builder.build();
        CompletableFuture<HttpResponse<String>> future = http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
        HttpResponse<String> response;
        try {
            response = future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("no answer from " + request.uri() + " within " + limit.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while asking " + request.uri());
        } catch (ExecutionException e) {
            throw new IOException(api.resolve("/") + " cannot be reached: " + reason(e.getCause()), e.getCause());
        } finally {
            future.cancel(true);
        }
        if (response.statusCode() >= 300) {
            throw new ControllerException(
                    request.method() + " " + request.uri().getPath(), response.statusCode(), detail(response.body()));
        }
        return response.body();
    }

    /** Ends what is under way. */
    @Override
    public void close() {
        http.shutdownNow();
    }

    private static String reason(@Nullable Throwable failure) {
        Optional<String> time = CertificateTime.problem(failure);
        if (time.isPresent()) {
            return time.get();
        }
        Throwable deepest = failure;
        while (deepest != null && deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        if (deepest == null) {
            return "unknown";
        }
        String message = deepest.getMessage();
        return message != null ? message : deepest.getClass().getSimpleName();
    }

    private static <T> T read(String endpoint, Class<T> type, String body) throws IOException {
        try {
            return READER.treeToValue(READER.readTree(body).path("data"), type);
        } catch (JsonProcessingException e) {
            throw new IOException("the controller's answer to " + endpoint + " is not understood", e);
        }
    }

    private static String detail(String body) {
        try {
            JsonNode detail = READER.readTree(body).path("detail");
            return detail.isTextual() ? detail.asText() : "";
        } catch (JsonProcessingException e) {
            return "";
        }
    }

    private HttpClient client(@Nullable TlsIdentity identity) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_LIMIT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .sslContext(TlsContexts.context(identity, new ControllerTrust(caSha256)))
                .sslParameters(TlsContexts.client())
                .build();
    }
}
