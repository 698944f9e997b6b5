package io.pureboot.node.filesystem;

import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.CommandResult;
import io.pureboot.linux.process.CommandRunner;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Attaches read-only loop devices to parts of disks. Safe for several threads. */
public final class ReadOnlyLoops {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private final CommandRunner runner;

    public ReadOnlyLoops(CommandRunner runner) {
        this.runner = runner;
    }

    /** Not interrupted in between, but afterwards: a loop that nobody lets go of again would hold the disk. */
    ReadOnlyLoop attach(String disk, long start, long size, int sectorSize) throws IOException {
        FutureTask<ReadOnlyLoop> task = new FutureTask<>(() -> attachNow(disk, start, size, sectorSize));
        Thread.ofPlatform().daemon().name("loop-attach").start(task);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private ReadOnlyLoop attachNow(String disk, long start, long size, int sectorSize) throws IOException {
        // Direct I/O passes by the disk's page cache, which may be older than what was written through a partition.
        CommandResult result = runner.run(losetup(disk, start, size, sectorSize, true));
        if (!result.ok()) {
            result = runner.run(losetup(disk, start, size, sectorSize, false)).orThrow();
        }
        String device = result.text().strip();
        if (!device.startsWith("/dev/loop")) {
            throw new IOException("losetup named no loop device for " + disk + ": " + device);
        }
        return new ReadOnlyLoop(device, held(device));
    }

    /** Open, and detached already: the kernel takes the loop away when the last who has it open ends, however it ends. */
    private FileChannel held(String device) throws IOException {
        try {
            return FileChannel.open(Path.of(device), StandardOpenOption.READ);
        } finally {
            runner.run(Command.of("losetup", "-d", device).within(LIMIT));
        }
    }

    private static Command losetup(String disk, long start, long size, int sectorSize, boolean direct) {
        List<String> argv = new ArrayList<>(List.of("losetup", "--read-only", "--find", "--show"));
        argv.addAll(List.of("--offset", Long.toString(start), "--sizelimit", Long.toString(size)));
        argv.addAll(List.of("--sector-size", Integer.toString(sectorSize)));
        if (direct) {
            argv.add("--direct-io=on");
        }
        argv.add(disk);
        return Command.of(argv.toArray(String[]::new)).within(LIMIT);
    }
}
