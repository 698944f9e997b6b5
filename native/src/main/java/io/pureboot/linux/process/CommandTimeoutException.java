package io.pureboot.linux.process;

import java.io.IOException;

/** A tool did not end within its limit and was killed. */
public class CommandTimeoutException extends IOException {
    private static final long serialVersionUID = 1L;

    public CommandTimeoutException(Command command) {
        super(String.join(" ", command.argv()) + " did not end within "
                + command.limit().toSeconds() + " s");
    }
}
