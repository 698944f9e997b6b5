package io.pureboot.node.filesystem;

import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.CommandResult;
import io.pureboot.linux.process.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs file system tools that may take long, and mounts where a tool wants that.
 *
 * @param mounts a folder of this program for its own mounts
 */
public record ToolBox(CommandRunner runner, Path mounts) {
    private static final Duration LONG = Duration.ofHours(24);

    /** Work on a mounted file system. */
    interface Mounted {
        void run(String mountpoint) throws IOException;
    }

    CommandResult run(String... argv) throws IOException {
        return runner.run(Command.of(argv).within(LONG));
    }

    /** @throws IOException with the tool's last words unless it ended with one of {@code fine} */
    CommandResult require(List<Integer> fine, String... argv) throws IOException {
        return accept(run(argv), fine);
    }

    /** @throws IOException as {@link #require} */
    CommandResult accept(CommandResult result, List<Integer> fine) throws IOException {
        if (!fine.contains(result.exitCode())) {
            List<String> argv = result.command().argv();
            String said = Complaint.lastLine(result);
            String output = result.text().strip();
            if (result.errorText().isBlank() && !output.isEmpty()) {
                said = output.substring(output.lastIndexOf('\n') + 1);
            }
            throw new IOException(argv.getFirst() + " failed on " + argv.getLast() + " (exit code " + result.exitCode()
                    + "): " + said);
        }
        return result;
    }

    void make(List<String> argv, String labelOption, @Nullable String label, String device) throws IOException {
        List<String> all = new ArrayList<>(argv);
        if (label != null && !label.isEmpty()) {
            all.add(labelOption);
            all.add(label);
        }
        all.add(device);
        require(List.of(0), all.toArray(String[]::new));
    }

    void mounted(String type, String options, String device, Mounted work) throws IOException {
        Files.createDirectories(mounts);
        Path mountpoint = Files.createTempDirectory(mounts, "m");
        require(List.of(0), "mount", "-t", type, "-o", options, device, mountpoint.toString());
        try {
            work.run(mountpoint.toString());
        } finally {
            require(List.of(0), "umount", mountpoint.toString());
            Files.delete(mountpoint);
        }
    }
}
