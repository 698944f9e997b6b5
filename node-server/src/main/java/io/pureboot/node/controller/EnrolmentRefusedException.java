package io.pureboot.node.controller;

import java.io.IOException;

/** The node itself cannot go on with an enrolment: it has no token, or what the controller gave is not good. */
final class EnrolmentRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    EnrolmentRefusedException(String message) {
        super(message);
    }
}
