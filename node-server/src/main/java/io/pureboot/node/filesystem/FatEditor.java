package io.pureboot.node.filesystem;

import io.pureboot.linux.parted.FatResize;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** FAT16 and FAT32, resized by libparted, which loses the label in the boot sector: it is given again. */
record FatEditor(ToolBox tools, int bits) implements FileSystemEditor {
    @Override
    public void make(String device, @Nullable String label) throws IOException {
        tools.make(List.of("mkfs.vfat", "-F", Integer.toString(bits)), "-n", label, device);
    }

    @Override
    public void check(String device) throws IOException {
        tools.require(List.of(0, 1), "fsck.vfat", "-a", device);
        tools.require(List.of(0), "fsck.vfat", "-n", device);
    }

    @Override
    public void shrink(String device, long size) throws IOException {
        resize(device, size);
    }

    @Override
    public void grow(String device) throws IOException {
        try (FileChannel partition = FileChannel.open(Path.of(device), StandardOpenOption.READ)) {
            resize(device, partition.size());
        }
    }

    private void resize(String device, long size) throws IOException {
        check(device);
        String label = tools.run("fatlabel", device).text().strip();
        FatResize.resize(Path.of(device), size);
        tools.require(List.of(0, 1), "fsck.vfat", "-a", device);
        if (!label.isEmpty() && !label.equals("NO NAME")) {
            tools.require(List.of(0), "fatlabel", device, label);
        }
        tools.require(List.of(0), "fsck.vfat", "-n", device);
    }
}
