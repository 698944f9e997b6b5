package io.pureboot.controller.library.read;

import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.CommandResult;
import io.pureboot.linux.process.CommandRunner;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A place inside an image for tools that only know whole files: the image itself, or a read-only loop device. The
 * device is marked to be let go at once and lives as long as this process holds it open: none is left, however the
 * process ends.
 */
final class PartitionDevice implements AutoCloseable {
    private final Path path;
    private final @Nullable FileChannel held;

    private PartitionDevice(Path path, @Nullable FileChannel held) {
        this.path = path;
        this.held = held;
    }

    static PartitionDevice of(Place place, CommandRunner runner) throws IOException {
        if (place.offset() == 0 && place.length() >= Files.size(place.image())) {
            return new PartitionDevice(place.image(), null);
        }
        CommandResult made = runner.run(Command.of(
                "losetup",
                "--find",
                "--show",
                "--read-only",
                "--offset",
                String.valueOf(place.offset()),
                "--sizelimit",
                String.valueOf(place.length()),
                place.image().toString()));
        if (!made.ok()) {
            throw new IOException("no loop device for it (only root can make one): " + made.errorText());
        }
        String device = made.text().strip();
        try {
            return new PartitionDevice(Path.of(device), FileChannel.open(Path.of(device), StandardOpenOption.READ));
        } finally {
            runner.run(Command.of("losetup", "--detach", device));
        }
    }

    String path() {
        return path.toString();
    }

    @Override
    public void close() throws IOException {
        if (held != null) {
            held.close();
        }
    }
}
