package io.pureboot.controller.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.pureboot.protocol.ProtocolJson;
import java.net.URI;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;

/** A WebSocket client that collects events. */
public final class TestSocket implements WebSocket.Listener, AutoCloseable {
    private final LinkedBlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final StringBuilder partial = new StringBuilder();
    private final WebSocket socket;

    private TestSocket(Client client, String path, Map<String, String> headers) {
        WebSocket.Builder builder = client.http().newWebSocketBuilder().connectTimeout(Duration.ofSeconds(20));
        headers.forEach(builder::header);
        socket = builder.buildAsync(URI.create(client.base().replace("https", "wss") + path), this)
                .join();
    }

    /** Fails with the handshake's exception when the controller refuses. */
    public static TestSocket open(Client client, String path, Map<String, String> headers) {
        return new TestSocket(client, path, headers);
    }

    public static TestSocket open(TestController controller) {
        String token = controller.login("admin", TestController.PASSWORD);
        long before = counted(controller);
        TestSocket socket = open(controller.anonymous(), "/api/v1/ws?token=" + token, Map.of());
        // The handshake ends before the server has the socket among those it tells.
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (counted(controller) <= before && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        return socket;
    }

    private static long counted(TestController controller) {
        return controller
                .anonymous()
                .get("/metrics")
                .response()
                .body()
                .lines()
                .filter(line -> line.startsWith("pureboot_websockets "))
                .mapToLong(line -> (long) Double.parseDouble(line.split(" ")[1]))
                .sum();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            messages.add(partial.toString());
            partial.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    public void send(String text) {
        socket.sendText(text, true).join();
    }

    /** The next event that fits, others are dropped; the test fails when none comes in time. */
    public JsonNode next(Predicate<JsonNode> wanted) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        try {
            while (true) {
                String text = messages.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (text == null) {
                    return Assertions.fail("the event did not come");
                }
                JsonNode message = ProtocolJson.mapper().readTree(text);
                if (wanted.test(message)) {
                    return message;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (JsonProcessingException e) {
            return Assertions.fail(e);
        }
    }

    public JsonNode next(String type) {
        return next(message -> message.path("type").asText().equals(type)).path("data");
    }

    @Override
    public void close() {
        socket.abort();
    }
}
