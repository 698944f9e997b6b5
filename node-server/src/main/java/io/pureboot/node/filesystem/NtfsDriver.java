package io.pureboot.node.filesystem;

import io.pureboot.linux.process.CommandResult;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** NTFS: the map is its cluster bitmap, the minimum ntfsresize's own. */
final class NtfsDriver implements FileSystemDriver {
    private static final Pattern MINIMUM = Pattern.compile("You might resize at (\\d+) bytes");

    @Override
    public Set<String> names() {
        return Set.of("ntfs");
    }

    @Override
    public Usage usage(Volume volume) throws IOException {
        NtfsBoot boot = NtfsBoot.read(volume.window());
        NtfsVolume ntfs = new NtfsVolume(volume.window(), boot);
        String mountpoint = volume.mountpoint();
        if (mountpoint != null) {
            return Usage.fixed(Mounted.used(mountpoint), null, Mounted.excuse(mountpoint));
        }
        long used = ntfs.usedClusters().bytes();
        String closed = NtfsGate.closed(volume, ntfs);
        if (closed != null) {
            return Usage.fixed(used, null, closed).notGrowing(NtfsGate.unusable(volume));
        }
        CommandResult info = volume.run("ntfsresize", "-i", "-P", volume.device());
        Matcher minimum = MINIMUM.matcher(info.text());
        return info.ok() && minimum.find()
                ? Usage.shrinkable(used, Long.parseLong(minimum.group(1)))
                : Usage.fixed(used, null, NtfsGate.complaint(info));
    }

    @Override
    public UsedBlocks used(Volume volume) throws IOException {
        NtfsBoot boot = NtfsBoot.read(volume.window());
        NtfsVolume ntfs = new NtfsVolume(volume.window(), boot);
        Fits.orRaw(boot.size(), volume);
        Fits.rawIf(NtfsGate.closed(volume, ntfs));
        CommandResult info = volume.run("ntfsresize", "-i", "-P", volume.device());
        if (!info.ok()) {
            throw new RawCopyException(NtfsGate.complaint(info));
        }
        ExtentSet used = ntfs.usedClusters();
        long end = boot.clusters() * boot.clusterSize();
        used.add(end, boot.size() - end);
        return new UsedBlocks(used, boot.size());
    }
}
