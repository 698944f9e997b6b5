package io.pureboot.demo;

/** The caller asked for something that cannot be begun; nothing was changed. Exit code 2, the message is one line. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RefusedException(String message) {
        super(message);
    }
}
