package io.pureboot.endtoend;

import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.CommandResult;
import io.pureboot.linux.process.ProcessCommandRunner;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;

/** The disk tools of this machine, by argv. */
final class Tool {
    private static final ProcessCommandRunner RUNNER = new ProcessCommandRunner();
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private Tool() {}

    /** Runs to a good end and gives what it printed. */
    static String run(Object... argv) throws IOException {
        return result(argv).orThrow().text();
    }

    /** As {@link #run}, whatever its exit code. */
    static CommandResult result(Object... argv) throws IOException {
        String[] words = Arrays.stream(argv).map(String::valueOf).toArray(String[]::new);
        return RUNNER.run(Command.of(words).within(LIMIT));
    }
}
