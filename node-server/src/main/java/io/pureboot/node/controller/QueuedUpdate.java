package io.pureboot.node.controller;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * An update that waits for the controller.
 *
 * @param sequence its place; higher ones came later
 * @param endpoint path below {@code /api/v1/}; holds no {@code |}
 * @param payload JSON
 */
record QueuedUpdate(long sequence, String endpoint, String payload) {
    private static final String SUFFIX = ".pending";

    QueuedUpdate {
        if (endpoint.isEmpty() || endpoint.indexOf('|') >= 0) {
            throw new IllegalArgumentException("not an endpoint: " + endpoint);
        }
    }

    /** All updates of one session, which keep their order whatever happens to others. */
    String lane() {
        return endpoint.substring(0, Math.max(0, endpoint.lastIndexOf('/')));
    }

    String fileName() {
        return String.format("%019d", sequence) + SUFFIX;
    }

    byte[] content() {
        return (endpoint + "|" + payload).getBytes(StandardCharsets.UTF_8);
    }

    static Optional<QueuedUpdate> parse(String fileName, byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8);
        int bar = text.indexOf('|');
        if (bar <= 0 || !fileName.matches("[0-9]{1,19}\\.pending")) {
            return Optional.empty();
        }
        try {
            long sequence = Long.parseLong(fileName.substring(0, fileName.length() - SUFFIX.length()));
            return Optional.of(new QueuedUpdate(sequence, text.substring(0, bar), text.substring(bar + 1)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
