package io.pureboot.node.filesystem;

import io.pureboot.linux.process.CommandResult;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** ext2, ext3, ext4. resize2fs wants a file system checked just before. */
record ExtEditor(ToolBox tools, String kind) implements FileSystemEditor {
    /** In the exit code: errors were left. */
    private static final int LEFT = 4;

    @Override
    public void make(String device, @Nullable String label) throws IOException {
        tools.make(List.of("mkfs." + kind, "-q", "-F"), "-L", label, device);
    }

    @Override
    public void check(String device) throws IOException {
        CommandResult checked = tools.run("e2fsck", "-f", "-p", device);
        if ((checked.exitCode() & LEFT) != 0) {
            throw new IOException(device + ": its file system has errors that e2fsck repairs only when asked for each."
                    + " Run \"e2fsck -f " + device + "\" on the node, then continue.");
        }
        tools.accept(checked, List.of(0, 1));
    }

    @Override
    public void shrink(String device, long size) throws IOException {
        check(device);
        // "s" counts sectors of 512 bytes.
        tools.require(List.of(0), "resize2fs", device, size / 512 + "s");
    }

    @Override
    public void grow(String device) throws IOException {
        check(device);
        tools.require(List.of(0), "resize2fs", device);
    }

    @Override
    public void growMounted(String device, String mountpoint) throws IOException {
        tools.require(List.of(0), "resize2fs", device);
    }
}
