package io.pureboot.endtoend;

import java.io.IOException;
import java.nio.file.Path;

/** A part of a disk or image as a loop device of its own, for kernels that read no partition tables. */
final class Part implements AutoCloseable {
    private final Path device;

    private Part(Path device) {
        this.device = device;
    }

    static Part attach(Path disk, long start, long size, int sectorSize, boolean readOnly) throws IOException {
        String mode = readOnly ? "--read-only" : "--partscan";
        String device = Tool.run(
                        "losetup",
                        "--find",
                        "--show",
                        mode,
                        "--sector-size",
                        sectorSize,
                        "--offset",
                        start,
                        "--sizelimit",
                        size,
                        disk)
                .strip();
        return new Part(Path.of(device));
    }

    Path device() {
        return device;
    }

    @Override
    public void close() throws IOException {
        Tool.run("losetup", "--detach", device);
    }
}
