package io.pureboot.bench;

import io.pureboot.demo.Loop;
import io.pureboot.linux.block.DirectBlockDevice;
import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.CommandRunner;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Brings disks and caches into the same state before every measurement. */
final class Medium {
    private Medium() {}

    static void flush(Path device) throws IOException {
        try (DirectBlockDevice opened = DirectBlockDevice.openExclusive(device)) {
            opened.flush();
        }
    }

    /** Empties the target, writes back everything, then drops the page cache, or fills it with the source. */
    static void prepare(CommandRunner runner, Loop source, Loop target, boolean warm) throws IOException {
        runner.run(Command.of("blkdiscard", "--force", target.device().toString())
                        .within(Duration.ofMinutes(5)))
                .orThrow();
        runner.run(Command.of("sync").within(Duration.ofMinutes(10))).orThrow();
        if (warm) {
            // A direct loop device has a cache of its own beside that of its file.
            read(source.file());
            read(source.device());
        } else {
            Files.writeString(Path.of("/proc/sys/vm/drop_caches"), "3");
        }
    }

    private static void read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
    }
}
