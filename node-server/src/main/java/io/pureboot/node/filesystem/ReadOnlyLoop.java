package io.pureboot.node.filesystem;

import java.io.IOException;

/** A read-only loop device over a part of a disk; closing detaches it. */
final class ReadOnlyLoop implements AutoCloseable {
    private final String device;
    private final ReadOnlyLoops owner;

    ReadOnlyLoop(String device, ReadOnlyLoops owner) {
        this.device = device;
        this.owner = owner;
    }

    String device() {
        return device;
    }

    @Override
    public void close() throws IOException {
        owner.detach(device);
    }
}
