package io.pureboot.linux.table.bytes;

import java.io.IOException;

/** Bytes that an image does not have, no longer has, or does not have yet. */
public final class AbsentBytesException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Why they are absent. */
    public enum Reason {
        BEYOND_END,
        NOT_YET,
        GONE
    }

    private final Reason reason;

    public AbsentBytesException(Reason reason, long position, int length) {
        super(
                switch (reason) {
                    case BEYOND_END -> "bytes %d+%d lie outside the image".formatted(position, length);
                    case NOT_YET -> "bytes %d+%d are still to come".formatted(position, length);
                    case GONE -> "bytes %d+%d passed before anything pointed to them".formatted(position, length);
                });
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    // Raised by the thousand while a stream is looked at again and again; nobody reads its stack.
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
