package io.pureboot.node.filesystem;

import java.io.IOException;

/** The editor for each file system that can be made here. */
public final class FileSystemEditors {
    private final ToolBox tools;

    public FileSystemEditors(ToolBox tools) {
        this.tools = tools;
    }

    /** @throws IOException when there is none for {@code filesystem} */
    public FileSystemEditor forName(String filesystem) throws IOException {
        return switch (filesystem) {
            case "ext2", "ext3", "ext4" -> new ExtEditor(tools, filesystem);
            case "xfs" -> new XfsEditor(tools);
            case "btrfs" -> new BtrfsEditor(tools);
            case "ntfs" -> new NtfsEditor(tools);
            case "fat16" -> new FatEditor(tools, 16);
            case "fat32" -> new FatEditor(tools, 32);
            case "exfat" -> new ExfatEditor(tools);
            case "swap" -> new SwapEditor(tools);
            default -> throw new IOException("there are no tools for " + filesystem);
        };
    }
}
