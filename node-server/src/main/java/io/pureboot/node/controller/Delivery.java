package io.pureboot.node.controller;

/** What became of an update that was sent. */
public enum Delivery {
    /** The controller has it. */
    ACCEPTED,
    /** The controller will never take it: a 4xx about the update itself. */
    REFUSED,
    /** The controller does not let this node speak for that session now; others may go on. */
    FORBIDDEN,
    /** No answer, a fault of the controller, or an identity it does not know: try everything again later. */
    UNREACHABLE
}
