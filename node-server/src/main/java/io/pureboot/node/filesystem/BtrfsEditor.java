package io.pureboot.node.filesystem;

import io.pureboot.linux.block.BlockDevice;
import io.pureboot.linux.block.DirectBlockDevice;
import java.io.IOException;
import java.nio.file.Path;
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
        tools.mounted("btrfs", "noatime", device, mountpoint -> resize(device, Long.toString(size), mountpoint));
    }

    @Override
    public void grow(String device) throws IOException {
        tools.mounted("btrfs", "noatime", device, mountpoint -> growMounted(device, mountpoint));
    }

    @Override
    public void growMounted(String device, String mountpoint) throws IOException {
        resize(device, "max", mountpoint);
    }

    /** Others may have been in it and gone: then it is not the first. */
    private void resize(String device, String size, String mountpoint) throws IOException {
        long id;
        try (BlockDevice opened = DirectBlockDevice.openReadOnly(Path.of(device))) {
            id = BtrfsSuper.read(Window.whole(opened)).deviceId();
        }
        tools.require(List.of(0), "btrfs", "filesystem", "resize", id + ":" + size, mountpoint);
    }
}
