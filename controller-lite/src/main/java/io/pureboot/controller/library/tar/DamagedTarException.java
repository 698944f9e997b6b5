package io.pureboot.controller.library.tar;

import java.io.IOException;

/** The archive is not a tar, or not one any more. */
public final class DamagedTarException extends IOException {
    private static final long serialVersionUID = 1L;

    public DamagedTarException(long position, String what) {
        super("the tar is damaged at byte %d: %s".formatted(position, what));
    }
}
