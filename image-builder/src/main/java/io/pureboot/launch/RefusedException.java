package io.pureboot.launch;

/** The caller asked for something that cannot be begun; nothing was changed. Exit code 2, the message is one line. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
        super(message);
    }
}
