package io.pureboot.node.filesystem;

import java.io.IOException;
import java.util.Set;

/**
 * btrfs on one device. The map is the extent tree. The minimum is an estimate on the safe side: down to the end of the
 * last chunk nothing has to move; below that whole chunks do, which takes room for all there are, one more of the
 * biggest, and the first MiB. A balance beforehand lowers it.
 */
final class BtrfsDriver implements FileSystemDriver {
    private static final long RESERVED = 1 << 20;

    @Override
    public Set<String> names() {
        return Set.of("btrfs");
    }

    @Override
    public Usage usage(Volume volume) throws IOException {
        BtrfsSuper block = BtrfsSuper.read(volume.window());
        String mountpoint = volume.mountpoint();
        if (mountpoint != null) {
            return Usage.fixed(Mounted.used(mountpoint), null, Mounted.excuse(mountpoint));
        }
        String closed = block.unclean() != null ? block.unclean() : block.unknownFeatures();
        if (closed != null) {
            boolean alone = block.devices() == 1;
            // The kernel mounts it only with all of them, which who mounts it sees to.
            return Usage.fixed(alone ? block.bytesUsed() : null, null, closed).notGrowing(alone ? null : closed);
        }
        BtrfsChunks chunks = new BtrfsChunks(block);
        BtrfsTrees.open(volume.window(), block, chunks);
        long minimum = Math.min(chunks.end(), RESERVED + chunks.allocated() + chunks.largest());
        return minimum < volume.size()
                ? Usage.shrinkable(block.bytesUsed(), minimum)
                : Usage.fixed(
                        block.bytesUsed(),
                        null,
                        "Its chunks take nearly the whole partition: run \"btrfs balance\" first.");
    }

    @Override
    public UsedBlocks used(Volume volume) throws IOException {
        BtrfsSuper block = BtrfsSuper.read(volume.window());
        Fits.rawIf(block.unclean());
        Fits.rawIf(block.unknownFeatures());
        Fits.orRaw(block.deviceBytes(), volume);
        ExtentSet used = BtrfsExtents.used(volume.window(), block);
        // The extent tree says all that is in use; partclone also keeps older roots, which btrfs's recovery goes by.
        used.addAll(DomainMap.of("partclone.btrfs", volume), 0);
        return new UsedBlocks(used, block.deviceBytes());
    }
}
