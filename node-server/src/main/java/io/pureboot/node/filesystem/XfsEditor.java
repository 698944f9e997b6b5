package io.pureboot.node.filesystem;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** XFS: grows mounted only, never shrinks. */
record XfsEditor(ToolBox tools) implements FileSystemEditor {
    @Override
    public void make(String device, @Nullable String label) throws IOException {
        tools.make(List.of("mkfs.xfs", "-f", "-q"), "-L", label, device);
    }

    @Override
    public void check(String device) throws IOException {
        // A log to replay is replayed by mounting; xfs_repair alone would refuse or throw it away.
        tools.mounted("xfs", "nouuid", device, mountpoint -> {});
        tools.require(List.of(0), "xfs_repair", "-n", device);
    }

    @Override
    public void shrink(String device, long size) throws IOException {
        throw new IOException(device + ": XFS file systems cannot be made smaller.");
    }

    @Override
    public void grow(String device) throws IOException {
        tools.mounted("xfs", "nouuid", device, mountpoint -> growMounted(device, mountpoint));
    }

    @Override
    public void growMounted(String device, String mountpoint) throws IOException {
        tools.require(List.of(0), "xfs_growfs", mountpoint);
    }
}
