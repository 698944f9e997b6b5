package io.pureboot.controller.library.check;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The staging folder can take no more: the whole run ends. */
final class StagingException extends IOException {
    private static final long serialVersionUID = 1L;

    StagingException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
