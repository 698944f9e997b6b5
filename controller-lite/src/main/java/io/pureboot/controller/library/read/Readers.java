package io.pureboot.controller.library.read;

import io.pureboot.controller.library.read.hfs.HfsVolume;
import io.pureboot.controller.library.read.iso.IsoVolume;
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
                hfs(),
                iso(),
                new SleuthkitReader(tools),
                new SevenZipReader(tools));
    }

    /** HFS without a plus. */
    static FileSystemReader hfs() {
        return new OwnReader("hfs", HfsVolume::read);
    }

    /** ISO 9660: no tool of Debian's lists Rock Ridge names and says what else there is. */
    static FileSystemReader iso() {
        return new OwnReader("iso9660", IsoVolume::read);
    }

    public Optional<FileSystemReader> of(String type) {
        return all.stream().filter(reader -> reader.reads(type)).findFirst();
    }
}
