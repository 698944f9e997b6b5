package io.pureboot.controller.library.read;

import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.CommandResult;
import io.pureboot.linux.process.CommandRunner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Runs the tools of readers; what they print goes by way of a file, as lists may be long. */
final class ReaderTool {
    private static final Duration LIMIT = Duration.ofHours(2);
    private static final long LONGEST_TEXT = 512L << 20;

    private final CommandRunner runner;
    private final Path output;

    ReaderTool(CommandRunner runner, Path work) {
        this.runner = runner;
        this.output = work.resolve("output");
    }

    /**
     * What a tool said.
     *
     * @param output where its standard output is until the next one runs, unless the runner has it in the result
     */
    record Said(Path output, CommandResult result) {
        boolean failed() {
            return !result.ok();
        }

        /** All of its standard output, one character a byte. */
        String latin1() throws IOException {
            if (isKept()) {
                return new String(result.stdout(), StandardCharsets.ISO_8859_1);
            }
            if (Files.size(output) > LONGEST_TEXT) {
                throw new IOException("%s printed %d MiB, more than is looked through at once"
                        .formatted(result.command().argv().getFirst(), Files.size(output) >> 20));
            }
            return Files.readString(output, StandardCharsets.ISO_8859_1);
        }

        /** The same in lines, however long it is. */
        ToolLines lines() throws IOException {
            return new ToolLines(stream());
        }

        /** The same as bytes. */
        InputStream stream() throws IOException {
            return isKept() ? new ByteArrayInputStream(result.stdout()) : Files.newInputStream(output);
        }

        private boolean isKept() {
            return result.stdout().length > 0;
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
        return run(LIMIT, argv);
    }

    Said run(Duration limit, String... argv) throws IOException {
        return new Said(output, runner.run(Command.of(argv).within(limit).into(output)));
    }

    /** Its output becomes the file. */
    CommandResult runInto(Path file, String... argv) throws IOException {
        return runner.run(Command.of(argv).within(LIMIT).into(file));
    }
}
