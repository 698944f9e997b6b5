package io.pureboot.node.filesystem;

import java.io.IOException;
import java.nio.channels.FileChannel;

/** A read-only loop device over a part of a disk; closing detaches it. */
final class ReadOnlyLoop implements AutoCloseable {
    private final String device;
    private final FileChannel held;

    /** @param held what keeps it attached */
    ReadOnlyLoop(String device, FileChannel held) {
        this.device = device;
        this.held = held;
    }

    String device() {
        return device;
    }

    @Override
    public void close() throws IOException {
        held.close();
    }
}
