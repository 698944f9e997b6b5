package io.pureboot.node.filesystem;

import io.pureboot.linux.process.CommandResult;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** ext2, ext3, ext4. The minimum is resize2fs's own estimate, the map the free ranges dumpe2fs lists. */
final class ExtDriver implements FileSystemDriver {
    private static final Pattern MINIMUM = Pattern.compile("Estimated minimum size of the filesystem: (\\d+)");

    @Override
    public Set<String> names() {
        return Set.of("ext2", "ext3", "ext4");
    }

    @Override
    public Usage usage(Volume volume) throws IOException {
        ExtSuperblock block = ExtSuperblock.read(volume.window());
        String mountpoint = volume.mountpoint();
        long used = mountpoint == null ? block.used() : Mounted.used(mountpoint);
        String closed = mountpoint != null || block.unclean() == null ? block.unknownFeatures() : block.unclean();
        if (closed != null) {
            return Usage.fixed(used, null, closed);
        }
        CommandResult result = volume.run("resize2fs", "-P", volume.device());
        Matcher minimum = MINIMUM.matcher(result.text());
        if (!result.ok() || !minimum.find()) {
            return Usage.unknownMinimum(
                    used, "resize2fs cannot tell the minimum size: " + Complaint.lastLine(result) + ".");
        }
        long bytes = Long.parseLong(minimum.group(1)) * block.blockSize();
        return mountpoint == null
                ? Usage.shrinkable(used, bytes)
                : Usage.fixed(used, bytes, Mounted.excuse(mountpoint));
    }

    @Override
    public UsedBlocks used(Volume volume) throws IOException {
        ExtSuperblock block = ExtSuperblock.read(volume.window());
        Fits.rawIf(block.unclean());
        Fits.rawIf(block.unknownFeatures());
        Fits.orRaw(block.size(), volume);
        return new UsedBlocks(ExtFreeBlocks.read(volume, block).complement(block.size()), block.size());
    }
}
