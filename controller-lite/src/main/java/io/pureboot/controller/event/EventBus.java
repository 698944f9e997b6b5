package io.pureboot.controller.event;

import io.pureboot.protocol.event.EventMessage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Hands every event to every listener, on the publisher's thread: listeners must not wait. */
public final class EventBus {
    private final List<Consumer<EventMessage>> listeners = new CopyOnWriteArrayList<>();

    public void listen(Consumer<EventMessage> listener) {
        listeners.add(listener);
    }

    public void publish(String type, Map<String, @Nullable Object> data) {
        EventMessage message = new EventMessage(type, data);
        listeners.forEach(listener -> listener.accept(message));
    }
}
