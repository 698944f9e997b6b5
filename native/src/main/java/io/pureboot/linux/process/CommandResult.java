package io.pureboot.linux.process;

import java.nio.charset.StandardCharsets;

/** How a tool ended; 128+signal when killed by one. Output as bytes because tools print labels in any encoding. */
public record CommandResult(Command command, int exitCode, byte[] stdout, byte[] stderr, boolean truncated) {
    public String text() {
        return new String(stdout, StandardCharsets.UTF_8);
    }

    public String errorText() {
        return new String(stderr, StandardCharsets.UTF_8).strip();
    }

    public boolean ok() {
        return exitCode == 0;
    }

    /** Returns this when the exit code is 0. */
    public CommandResult orThrow() throws CommandFailedException {
        if (exitCode != 0) {
            throw new CommandFailedException(this);
        }
        return this;
    }
}
