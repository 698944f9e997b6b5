package io.pureboot.controller.library.read;

import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.CommandResult;
import io.pureboot.linux.process.CommandRunner;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Function;

/**
 * A reader whose tools print anything. The input is what they print, one after the other, with a byte 0xFF between; the
 * last part is what all further ones print. The first byte of each part says by its lowest bits how the tool ended: 1,
 * with exit code 1; 2, with a complaint. Lists and copies are as {@link ListedFiles} wants them, or end in an
 * IOException.
 */
final class FuzzedTool {
    private static final int IMAGE = 1 << 16;
    private static final int MOST_COMMANDS = 64;
    private static final Path WORK = work();
    private static final Path DISK = WORK.resolve("disk");

    private FuzzedTool() {}

    private static Path work() {
        try {
            Path folder = Files.createTempDirectory("fuzzed-tool");
            Files.write(folder.resolve("disk"), new byte[IMAGE]);
            Files.createFile(folder.resolve("output"));
            for (String name : new String[] {"disk", "output", "commands", "content", ""}) {
                folder.resolve(name).toFile().deleteOnExit();
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void fuzz(byte[] input, String type, Function<CommandRunner, FileSystemReader> readers) {
        FileSystemReader reader = readers.apply(new Answers(input));
        try (OpenFileSystem files = reader.open(new Place(DISK, 0, IMAGE, type), WORK)) {
            if (files.gaps().size() > 21) {
                throw new IllegalStateException("too many reasons: " + files.gaps());
            }
            ListedFiles.check(files.files(), (file, target) -> copy(files, file, target));
        } catch (IOException e) {
            // What is not understood looks like this.
            return;
        }
    }

    private static void copy(OpenFileSystem files, FileRecord file, OutputStream target) throws IOException {
        Path content = WORK.resolve("content");
        files.copy(file, content);
        try (InputStream in = Files.newInputStream(content)) {
            in.transferTo(target);
        }
    }

    private static final class Answers implements CommandRunner {
        private final byte[] input;
        private int at;
        private int commands;

        Answers(byte[] input) {
            this.input = input;
        }

        @Override
        public CommandResult run(Command command) throws IOException {
            if (++commands > MOST_COMMANDS) {
                throw new IOException("more commands than one list needs");
            }
            int end = at;
            while (end < input.length && input[end] != (byte) 0xff) {
                end++;
            }
            byte[] part = Arrays.copyOfRange(input, at, end);
            at = end < input.length ? end + 1 : at;
            int how = part.length == 0 ? 0 : part[0];
            byte[] text = part.length == 0 ? part : Arrays.copyOfRange(part, 1, part.length);
            byte[] errors = (how & 2) == 0 ? new byte[0] : "version\na complaint".getBytes(StandardCharsets.US_ASCII);
            return new CommandResult(command, how & 1, text, errors, false);
        }
    }
}
