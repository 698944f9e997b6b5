package io.pureboot.controller.library.read;

import io.pureboot.linux.process.CommandRunner;
import java.util.List;
import java.util.Optional;

/** Which program reads which file system. */
public final class Readers {
    private final List<FileSystemReader> all;

    /**
     * Ext by e2fsprogs, which knows every feature of it; XFS and btrfs by their own tools; HFS and ISO 9660 by this
     * program; the rest by the Sleuth Kit and, what that does not know, 7-Zip.
     */
    public Readers(CommandRunner runner) {
        CommandRunner tools = new PackagedTools(runner);
        all = List.of(
                new ExtReader(tools),
                new XfsReader(tools),
                new BtrfsReader(tools),
                new HfsReader(),
                new IsoReader(),
                new SleuthkitReader(tools),
                new SevenZipReader(tools));
    }

    public Optional<FileSystemReader> of(String type) {
        return all.stream().filter(reader -> reader.reads(type)).findFirst();
    }
}
