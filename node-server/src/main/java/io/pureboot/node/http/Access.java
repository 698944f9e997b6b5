package io.pureboot.node.http;

/** Who may call a route. */
enum Access {
    /** Anybody. */
    PUBLIC,
    /** Who signed in with the PIN, and the controller. */
    SIGNED_IN
}
