package io.pureboot.node.disk;

import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.CommandResult;
import io.pureboot.linux.process.CommandRunner;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Recognises what a disk or partition holds by its signatures, with {@code blkid -p}: no mount, no udev, no cache. */
final class FileSystemProbe {
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final int NOTHING_FOUND = 2;
    private static final int SEVERAL_FOUND = 8;

    private final CommandRunner runner;

    FileSystemProbe(CommandRunner runner) {
        this.runner = runner;
    }

    Signature whole(String device) throws IOException {
        return run(device, List.of());
    }

    /** Bytes {@code start} to {@code start + size} of the disk, when the kernel has no node for the partition. */
    Signature part(String disk, long start, long size) throws IOException {
        return run(disk, List.of("-O", Long.toString(start), "-S", Long.toString(size)));
    }

    private Signature run(String device, List<String> range) throws IOException {
        List<String> argv = new ArrayList<>(List.of("blkid", "-p", "-o", "udev"));
        argv.addAll(range);
        argv.add(device);
        CommandResult result =
                runner.run(Command.of(argv.toArray(String[]::new)).within(LIMIT));
        return switch (result.exitCode()) {
            case 0 -> Signature.parse(result.text());
            case NOTHING_FOUND -> Signature.NONE;
            case SEVERAL_FOUND -> Signature.AMBIGUOUS;
            default ->
                throw new IOException(
                        "blkid cannot read " + device + ": exit code " + result.exitCode() + " " + result.errorText());
        };
    }
}
