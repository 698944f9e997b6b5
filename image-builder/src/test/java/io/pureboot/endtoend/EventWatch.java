package io.pureboot.endtoend;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.pureboot.protocol.ProtocolJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The events of a controller, in the order they came. */
final class EventWatch implements AutoCloseable {
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private @Nullable WebSocket socket;

    private EventWatch() {}

    static EventWatch open(HttpClient http, URI url) throws IOException {
        EventWatch watch = new EventWatch();
        try {
            watch.socket =
                    http.newWebSocketBuilder().buildAsync(url, watch.listener()).join();
        } catch (CompletionException e) {
            throw new IOException(e);
        }
        return watch;
    }

    private WebSocket.Listener listener() {
        StringBuilder text = new StringBuilder();
        return new WebSocket.Listener() {
            @Override
            public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
                text.append(part);
                if (last) {
                    take(text.toString());
                    text.setLength(0);
                }
                from.request(1);
                return null;
            }
        };
    }

    private void take(String text) {
        try {
            events.add(ProtocolJson.mapper().readTree(text));
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    /** {@code data} of the events of a type about a session. */
    List<JsonNode> of(String type, String sessionId) {
        return events.stream()
                .filter(event -> event.path("type").asText().equals(type))
                .map(event -> event.path("data"))
                .filter(data -> data.path("session_id").asText().equals(sessionId))
                .toList();
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.abort();
        }
    }
}
