package io.pureboot.node.filesystem;

import io.pureboot.linux.block.BlockDevice;
import io.pureboot.linux.block.DirectBlockDevice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;

/** How large file systems say they are. */
public final class FileSystemSize {
    private FileSystemSize() {}

    /** Bytes, by its own metadata; empty when that says nothing. */
    public static OptionalLong of(String filesystem, Path device) throws IOException {
        try (BlockDevice opened = DirectBlockDevice.openReadOnly(device)) {
            Window window = Window.whole(opened);
            return switch (filesystem) {
                case "ext2", "ext3", "ext4" ->
                    OptionalLong.of(ExtSuperblock.read(window).size());
                case "btrfs" -> OptionalLong.of(BtrfsSuper.read(window).deviceBytes());
                case "ntfs" -> OptionalLong.of(NtfsBoot.read(window).size());
                case "fat16", "fat32" ->
                    OptionalLong.of(FatGeometry.read(window).size());
                default -> OptionalLong.empty();
            };
        }
    }
}
