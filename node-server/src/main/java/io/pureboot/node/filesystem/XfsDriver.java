package io.pureboot.node.filesystem;

import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.CommandResult;
import java.io.IOException;
import java.util.Set;

/** XFS: never shrinks. The map is its free space by xfs_db, trusted only when the log holds nothing to replay. */
final class XfsDriver implements FileSystemDriver {
    private static final int LOG_HEAD = 8192;

    @Override
    public Set<String> names() {
        return Set.of("xfs");
    }

    @Override
    public Usage usage(Volume volume) throws IOException {
        XfsSuperblock block = XfsSuperblock.read(volume.window());
        String mountpoint = volume.mountpoint();
        long used = mountpoint == null ? block.used() : Mounted.used(mountpoint);
        return Usage.fixed(used, block.size(), "XFS file systems cannot be made smaller.");
    }

    @Override
    public UsedBlocks used(Volume volume) throws IOException {
        XfsSuperblock block = XfsSuperblock.read(volume.window());
        Fits.rawIf(block.unfit());
        Fits.orRaw(block.size(), volume);
        requireCleanLog(volume);
        ExtentSet free = XfsFreeBlocks.read(volume, block);
        if (free.bytes() > block.freeBlocks() * block.blockSize()) {
            throw new RawCopyException("XFS lists more free space than its superblock counts: run xfs_repair.");
        }
        return new UsedBlocks(free.complement(block.size()), block.size());
    }

    private static void requireCleanLog(Volume volume) throws IOException {
        CommandResult log =
                volume.run(Command.of("xfs_logprint", "-t", volume.device()).keeping(LOG_HEAD));
        if (!log.text().contains("state: <CLEAN>")) {
            throw new RawCopyException("The XFS log has to be replayed: the file system was not unmounted cleanly.");
        }
    }
}
