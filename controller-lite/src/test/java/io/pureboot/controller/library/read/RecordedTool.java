package io.pureboot.controller.library.read;

import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.CommandResult;
import io.pureboot.linux.process.CommandRunner;
import io.pureboot.linux.process.CommandTimeoutException;
import io.pureboot.linux.process.ProcessCommandRunner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Runs the real tools and keeps what they print as {@link FuzzedTool} takes it: seeds for fuzzing, which have to be made
 * anew where a reader asks for other things than before.
 */
final class RecordedTool implements CommandRunner {
    private static final int END = 0xff;
    private static final int PLAIN = '0';

    private final CommandRunner real = new ProcessCommandRunner();
    private final Path output;
    private final ByteArrayOutputStream record = new ByteArrayOutputStream();

    private RecordedTool(Path work) {
        output = work.resolve("output");
    }

    /** Arguments: kind of file system, an image of it, the file to be made, and what it begins with. */
    public static void main(String[] arguments) throws IOException {
        Path image = Path.of(arguments[1]);
        Path work = Files.createTempDirectory("recorded-tool");
        RecordedTool tool = new RecordedTool(work);
        FileSystemReader reader = new Readers(tool).of(arguments[0]).orElseThrow();
        Path content = work.resolve("content");
        try (OpenFileSystem files = reader.open(new Place(image, 0, Files.size(image), arguments[0]), work)) {
            files.expect(files.files().stream().filter(FileRecord::isFile).toList());
            int copies = ListedFiles.check(files.files(), (file, target) -> copy(files, file, content, target));
            System.out.printf("%d files, %d copied, %s%n", files.files().size(), copies, files.gaps());
        }
        ByteArrayOutputStream seed = new ByteArrayOutputStream();
        seed.writeBytes(arguments.length > 3 ? arguments[3].getBytes(StandardCharsets.US_ASCII) : new byte[0]);
        tool.record.writeTo(seed);
        Files.write(Path.of(arguments[2]), seed.toByteArray());
    }

    private static void copy(OpenFileSystem files, FileRecord file, Path content, OutputStream target)
            throws IOException {
        files.copy(file, content);
        Files.copy(content, target);
    }

    @Override
    public CommandResult run(Command command) throws IOException {
        int how = PLAIN;
        try {
            CommandResult result = real.run(command);
            how |= result.exitCode() > 128 ? 9 : Math.min(1, result.exitCode());
            boolean check = command.argv().contains("check");
            // The first line of debugfs is its version.
            long lines = result.errorText().lines().count()
                    - (command.argv().getFirst().equals("debugfs") ? 1 : 0);
            how |= check ? 4 : lines > 0 ? 2 : 0;
            record.write(how);
            record.writeBytes(check ? result.stderr() : printed(command, result));
            return result;
        } catch (CommandTimeoutException e) {
            record.write(how | 8);
            throw e;
        } finally {
            record.write(END);
        }
    }

    private byte[] printed(Command command, CommandResult result) {
        try {
            WrittenFiles written = WrittenFiles.of(command, output);
            if (written != null) {
                return written.read();
            }
            Path file = command.stdoutFile();
            byte[] text = file == null ? result.stdout() : Files.readAllBytes(file);
            for (int i = 0; i < text.length; i++) {
                text[i] = text[i] == (byte) END ? (byte) 0xfd : text[i];
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
