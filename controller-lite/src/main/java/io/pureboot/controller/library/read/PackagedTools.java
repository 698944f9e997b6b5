package io.pureboot.controller.library.read;

import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.CommandResult;
import io.pureboot.linux.process.CommandRunner;
import io.pureboot.linux.process.ProgramMissingException;
import java.io.IOException;
import java.util.Map;

/** Runs the readers' tools; of one that is missing it says which Debian package has it. */
final class PackagedTools implements CommandRunner {
    private static final Map<String, String> PACKAGES = Map.of(
            "debugfs", "e2fsprogs",
            "fls", "sleuthkit",
            "icat", "sleuthkit",
            "xfs_db", "xfsprogs",
            "xfs_logprint", "xfsprogs",
            "btrfs", "btrfs-progs",
            "losetup", "util-linux",
            "7zz", "7zip");

    private final CommandRunner runner;

    PackagedTools(CommandRunner runner) {
        this.runner = runner;
    }

    @Override
    public CommandResult run(Command command) throws IOException {
        try {
            return runner.run(command);
        } catch (ProgramMissingException e) {
            String name = PACKAGES.get(e.program());
            throw name == null
                    ? e
                    : new IOException(
                            "%s is not installed: install the package %s and ingest the image again"
                                    .formatted(e.program(), name),
                            e);
        }
    }
}
