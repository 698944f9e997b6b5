package io.pureboot.node.filesystem;

import java.io.IOException;
import java.util.Set;

/** exFAT: no tool resizes it. */
final class ExfatDriver implements FileSystemDriver {
    private static final String NO_TOOL = "There is no tool to resize exFAT.";

    @Override
    public Set<String> names() {
        return Set.of("exfat");
    }

    @Override
    public Usage usage(Volume volume) throws IOException {
        String mountpoint = volume.mountpoint();
        long used = mountpoint != null
                ? Mounted.used(mountpoint)
                : new ExfatBitmap(volume.window(), ExfatBoot.read(volume.window()))
                        .usedClusters()
                        .bytes();
        return Usage.fixed(used, null, NO_TOOL).notGrowing(NO_TOOL);
    }

    @Override
    public UsedBlocks used(Volume volume) throws IOException {
        ExfatBoot boot = ExfatBoot.read(volume.window());
        Fits.rawIf(boot.unfit());
        Fits.orRaw(boot.size(), volume);
        ExtentSet used = new ExtentSet();
        used.add(0, boot.heapStart());
        used.addAll(new ExfatBitmap(volume.window(), boot).usedClusters(), 0);
        long end = boot.clusterStart(boot.clusters() + 2);
        used.add(end, boot.size() - end);
        return new UsedBlocks(used, boot.size());
    }
}
