package io.pureboot.linux.process;

import java.io.IOException;

/** A tool ended with an exit code that means failure. */
public class CommandFailedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient CommandResult result;

    public CommandFailedException(CommandResult result) {
        super(String.join(" ", result.command().argv()) + " ended with exit code " + result.exitCode()
                + (result.errorText().isEmpty() ? "" : ": " + lastLine(result.errorText())));
        this.result = result;
    }

    public CommandResult result() {
        return result;
    }

    private static String lastLine(String text) {
        return text.substring(text.lastIndexOf('\n') + 1);
    }
}
