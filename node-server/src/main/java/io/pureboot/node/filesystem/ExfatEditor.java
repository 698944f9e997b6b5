package io.pureboot.node.filesystem;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** exFAT: made and checked; no tool resizes it. */
record ExfatEditor(ToolBox tools) implements FileSystemEditor {
    @Override
    public void make(String device, @Nullable String label) throws IOException {
        tools.make(List.of("mkfs.exfat"), "-L", label, device);
    }

    @Override
    public void check(String device) throws IOException {
        tools.require(List.of(0), "fsck.exfat", "-n", device);
    }

    @Override
    public void shrink(String device, long size) throws IOException {
        throw new IOException(device + ": there is no tool to resize exFAT.");
    }

    @Override
    public void grow(String device) throws IOException {
        throw new IOException(device + ": there is no tool to resize exFAT.");
    }
}
