package io.pureboot.node.filesystem;

import java.io.IOException;

/** The used blocks of a file system cannot be trusted; the message is the sentence that says why. */
public final class RawCopyException extends IOException {
    private static final long serialVersionUID = 1L;

    public RawCopyException(String reason) {
        super(reason);
    }
}
