package io.pureboot.protocol.problem;

import java.util.Locale;

/** Every kind of error the servers answer with, its HTTP status and title. */
public enum ProblemType {
    MALFORMED_REQUEST(400, "The request cannot be read"),
    QUEUE_EMPTY(400, "Nothing is queued"),
    VALIDATION(422, "A field of the request is not acceptable"),
    NOT_AUTHENTICATED(401, "Sign in first"),
    FORBIDDEN(403, "This identity may not do that"),
    NOT_FOUND(404, "There is no such thing"),
    METHOD_NOT_ALLOWED(405, "This method is not offered here"),
    BODY_TOO_LARGE(413, "The body is too large"),
    NOT_JSON(415, "The body must be JSON"),
    SESSION_STATE(409, "The clone session is in another state"),
    NODE_STATE(409, "The node is in another state"),
    CONFLICT(409, "The request conflicts with what is there"),
    DEVICE_BUSY(409, "The device is in use"),
    DEVICE_CHANGED(409, "The device is not the one that was meant"),
    TABLE_CHANGED(409, "The partition table changed in the meantime"),
    TARGET_TOO_SMALL(422, "The target disk is too small"),
    PLAN_REJECTED(422, "The plan cannot be carried out"),
    TLS_REQUIRED(403, "This is only given over TLS"),
    DEVICE_IO(500, "Reading or writing the device failed"),
    TOOL_FAILED(500, "A disk tool failed"),
    TOO_MANY_REQUESTS(429, "Too many requests"),
    INTERNAL(500, "Something went wrong inside"),
    UNAVAILABLE(503, "Not available now"),
    TIMEOUT(504, "No answer in time");

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** The {@code type} member: a stable URN such as {@code urn:pureboot:problem:device-busy}. */
    public String urn() {
        return "urn:pureboot:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
