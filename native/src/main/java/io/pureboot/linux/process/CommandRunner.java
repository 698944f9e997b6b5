package io.pureboot.linux.process;

import java.io.IOException;

/** Runs tools. */
public interface CommandRunner {
    /**
     * Runs to the end.
     *
     * @throws CommandTimeoutException when the limit passed; the process tree is dead then
     * @throws IOException when the program is missing or cannot start
     */
    CommandResult run(Command command) throws IOException;
}
