package io.pureboot.controller.library.check;

import io.pureboot.controller.library.text.Reason;
import java.io.IOException;
import java.nio.file.Path;

/** An image that is larger than a file can be where it should be kept: its archive is left for a person. */
final class ImageTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    ImageTooLargeException(Path target, long size, IOException cause) {
        super("%s of %d bytes cannot be kept there: %s".formatted(target, size, Reason.of(cause)), cause);
    }
}
