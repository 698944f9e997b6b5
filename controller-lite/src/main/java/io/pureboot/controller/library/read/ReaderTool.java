package io.pureboot.controller.library.read;

import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.CommandResult;
import io.pureboot.linux.process.CommandRunner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Runs the tools of readers; what they print goes by way of a file, as lists may be long. */
final class ReaderTool {
    private static final Duration LIMIT = Duration.ofHours(2);

    private final CommandRunner runner;
    private final Path output;

    ReaderTool(CommandRunner runner, Path work) {
        this.runner = runner;
        this.output = work.resolve("output");
    }

    /** What a tool said. */
    record Said(String latin1, CommandResult result) {
        boolean failed() {
            return !result.ok();
        }

        /** The last line of its errors, for people. */
        String complaint() {
            String errors = result.errorText();
            return errors.isEmpty()
                    ? "it ended with exit code " + result.exitCode()
                    : errors.substring(errors.lastIndexOf('\n') + 1);
        }
    }

    Said run(String... argv) throws IOException {
        CommandResult result = runner.run(Command.of(argv).within(LIMIT).into(output));
        return new Said(Files.readString(output, StandardCharsets.ISO_8859_1), result);
    }

    /** Its output becomes the file. */
    CommandResult runInto(Path file, String... argv) throws IOException {
        return runner.run(Command.of(argv).within(LIMIT).into(file));
    }
}
