package io.pureboot.linux.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tool to run.
 *
 * @param argv program (found on a fixed path, never a shell) and arguments
 * @param limit when it passes, the process and its children are killed
 * @param outputLimit bytes kept of stdout and of stderr each; more is read and dropped
 * @param stdoutFile where stdout goes instead of into the result, or null
 */
public record Command(
        List<String> argv,
        Duration limit,
        int outputLimit,
        @Nullable Path stdoutFile) {
    public Command {
        argv = List.copyOf(argv);
        if (argv.isEmpty()) {
            throw new IllegalArgumentException("argv is empty");
        }
        for (String argument : argv) {
            if (argument.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("an argument of " + argv.getFirst() + " has a NUL byte");
            }
        }
    }

    public static Command of(String... argv) {
        return new Command(List.of(argv), Duration.ofMinutes(2), 1 << 20, null);
    }

    public Command within(Duration newLimit) {
        return new Command(argv, newLimit, outputLimit, stdoutFile);
    }

    public Command keeping(int bytes) {
        return new Command(argv, limit, bytes, stdoutFile);
    }

    public Command into(Path file) {
        return new Command(argv, limit, outputLimit, file);
    }
}
