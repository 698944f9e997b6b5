package io.pureboot.node.controller;

import java.io.IOException;

/** The controller answered with an error. No answer at all is a plain IOException. */
public final class ControllerException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String detail;

    ControllerException(String request, int status, String detail) {
        super(request + ": " + status + " " + detail);
        this.status = status;
        this.detail = detail;
    }

    /** The HTTP status, 400 and above. */
    public int status() {
        return status;
    }

    /** The controller's own words, or an empty text. */
    String detail() {
        return detail;
    }

    /** The controller knows no certificate like ours. */
    boolean unknownIdentity() {
        return status == 401;
    }

    /** What sending the same again later may lead to. */
    Delivery delivery() {
        return switch (status) {
            case 401, 408, 429 -> Delivery.UNREACHABLE;
            case 403 -> Delivery.FORBIDDEN;
            default -> status >= 500 ? Delivery.UNREACHABLE : Delivery.REFUSED;
        };
    }
}
