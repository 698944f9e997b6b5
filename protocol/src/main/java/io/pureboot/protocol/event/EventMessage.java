package io.pureboot.protocol.event;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A WebSocket message: {@code {"type":"clone.progress","data":{…}}}. */
public record EventMessage(String type, Map<String, @Nullable Object> data) {}
