package io.pureboot.node.filesystem;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Btrfs on one device: resized mounted only. */
record BtrfsEditor(ToolBox tools) implements FileSystemEditor {
    @Override
    public void make(String device, @Nullable String label) throws IOException {
        tools.make(List.of("mkfs.btrfs", "-f", "-q"), "-L", label, device);
    }

    @Override
    public void check(String device) throws IOException {
        tools.require(List.of(0), "btrfs", "check", "--readonly", device);
    }

    @Override
    public void shrink(String device, long size) throws IOException {
        tools.mounted("btrfs", "noatime", device, mountpoint -> resize(Long.toString(size), mountpoint));
    }

    @Override
    public void grow(String device) throws IOException {
        tools.mounted("btrfs", "noatime", device, mountpoint -> growMounted(device, mountpoint));
    }

    @Override
    public void growMounted(String device, String mountpoint) throws IOException {
        resize("max", mountpoint);
    }

    private void resize(String size, String mountpoint) throws IOException {
        tools.require(List.of(0), "btrfs", "filesystem", "resize", "1:" + size, mountpoint);
    }
}
