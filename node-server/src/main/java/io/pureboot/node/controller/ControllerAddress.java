package io.pureboot.node.controller;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where the controller is and how it is recognised.
 *
 * @param server {@code https://host:port}
 * @param token one-time enrolment token, null when this node is enrolled already
 * @param caSha256 SHA-256 of the certificate of the controller's CA, 64 hex digits
 */
public record ControllerAddress(URI server, @Nullable String token, String caSha256) {
    /** Without the token: this ends up in logs. */
    @Override
    public String toString() {
        return server.toString();
    }
}
