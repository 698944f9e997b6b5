package io.pureboot.controller.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.pureboot.protocol.ProtocolJson;
import io.pureboot.protocol.event.EventMessage;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.eclipse.jetty.websocket.api.Session;

/** Sends every event to every WebSocket. A client that does not keep up is dropped; nobody waits for it. */
public final class EventSockets implements Consumer<EventMessage> {
    private final Set<EventSocket> sockets = ConcurrentHashMap.newKeySet();

    @Override
    public void accept(EventMessage message) {
        try {
            String text = ProtocolJson.mapper().writeValueAsString(message);
            for (EventSocket socket : sockets) {
                if (!socket.send(text)) {
                    sockets.remove(socket);
                }
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    public EventSocket open(Session session) {
        EventSocket socket = new EventSocket(session);
        sockets.add(socket);
        return socket;
    }

    public void close(EventSocket socket) {
        sockets.remove(socket);
    }

    public int count() {
        return sockets.size();
    }
}
