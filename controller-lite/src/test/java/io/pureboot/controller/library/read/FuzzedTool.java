package io.pureboot.controller.library.read;

import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.CommandResult;
import io.pureboot.linux.process.CommandRunner;
import io.pureboot.linux.process.CommandTimeoutException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A reader whose tools print anything. The input is what they print, one after the other, with a byte 0xFF between; the
 * last part is what all further ones print. The first byte of each part says by its lowest bits how the tool ended: 1,
 * with exit code 1; 2, with a complaint; 4, what it printed are its errors; 8, never, or, with 1, by a signal. Where a
 * tool writes files, see {@link WrittenFiles}. Lists and copies are as {@link ListedFiles} wants them, or end in an
 * IOException.
 */
final class FuzzedTool {
    /** Holes only: more than the file systems have that seeds are made of. */
    private static final int IMAGE = 512 << 20;

    private static final int MOST_COMMANDS = 64;
    private static final Path WORK = work();
    private static final Path DISK = WORK.resolve("disk");
    private static final Path OUTPUT = WORK.resolve("output");
    private static final Path COMMANDS = WORK.resolve("commands");
    private static final Path CONTENT = WORK.resolve("content");

    private FuzzedTool() {}

    private static Path work() {
        try {
            Path folder = Files.createTempDirectory("fuzzed-tool");
            try (RandomAccessFile disk =
                    new RandomAccessFile(folder.resolve("disk").toFile(), "rw")) {
                disk.setLength(IMAGE);
                // File records of 1 KiB: NTFS has no others.
                disk.seek(64);
                disk.write(-10);
            }
            Files.createFile(folder.resolve("output"));
            for (String name : new String[] {"", "disk", "output", "commands", "content"}) {
                folder.resolve(name).toFile().deleteOnExit();
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives the number of files whose content was copied. */
    static int fuzz(byte[] input, String type, Function<CommandRunner, FileSystemReader> readers) {
        FileSystemReader reader = readers.apply(new Answers(input));
        try {
            try (OpenFileSystem files = reader.open(new Place(DISK, 0, IMAGE, type), WORK)) {
                if (files.gaps().size() > 21) {
                    throw new IllegalStateException("too many reasons: " + files.gaps());
                }
                files.expect(files.files().stream().filter(FileRecord::isFile).toList());
                return ListedFiles.check(files.files(), (file, target) -> copy(files, file, target));
            } finally {
                delete(WORK.resolve("dumps"));
                delete(WORK.resolve("restored"));
            }
        } catch (IOException e) {
            // What is not understood looks like this.
            return 0;
        }
    }

    private static void copy(OpenFileSystem files, FileRecord file, OutputStream target) throws IOException {
        Files.deleteIfExists(CONTENT);
        files.copy(file, CONTENT);
        try (InputStream in = Files.newInputStream(CONTENT)) {
            in.transferTo(target);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            List<Path> all = new ArrayList<>();
            try (Stream<Path> below = Files.walk(folder)) {
                below.forEach(all::add);
            }
            for (Path path : all.reversed()) {
                Files.delete(path);
            }
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
            if ((how & 9) == 8) {
                throw new CommandTimeoutException(command);
            }
            int exitCode = (how & 9) == 9 ? 139 : how & 1;
            String errors = (how & 2) == 0 ? "" : "version\na complaint";
            if ((how & 4) != 0) {
                errors += new String(text, StandardCharsets.ISO_8859_1);
                text = new byte[0];
            }
            WrittenFiles written = WrittenFiles.of(command, OUTPUT);
            // To write over a file waits for the disk, each time.
            Files.deleteIfExists(COMMANDS);
            if (written != null) {
                String last = written.write(text);
                errors = (how & 2) == 0 ? errors : "version\nError copying data for " + last;
                text = new byte[0];
            }
            byte[] complaint = errors.getBytes(StandardCharsets.UTF_8);
            return new CommandResult(command, exitCode, text, complaint, false);
        }
    }
}
