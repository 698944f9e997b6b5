package io.pureboot.controller.library.read;

import io.pureboot.linux.process.CommandRunner;
import java.io.IOException;
import java.nio.file.Path;

/**
 * {@code btrfs} of btrfs-progs: {@code dump-tree} for the list, subvolumes included, and {@code restore} for contents,
 * of all files of a subvolume when the first of them is asked for.
 */
public final class BtrfsReader implements FileSystemReader {
    private final CommandRunner runner;

    public BtrfsReader(CommandRunner runner) {
        this.runner = runner;
    }

    @Override
    public String name() {
        return "btrfs-progs";
    }

    @Override
    public boolean reads(String type) {
        return type.equals("btrfs");
    }

    @Override
    public OpenFileSystem open(Place place, Path work) throws IOException {
        PartitionDevice device = PartitionDevice.of(place, runner);
        boolean opened = false;
        try {
            BtrfsTrees trees = new BtrfsTrees(new ReaderTool(runner, work), device.path());
            trees.walk();
            opened = true;
            return new BtrfsRestored(trees, work, device);
        } finally {
            if (!opened) {
                device.close();
            }
        }
    }
}
