package io.pureboot.node.disk;

import io.pureboot.linux.sysfs.Mount;
import io.pureboot.linux.sysfs.MountInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where devices are mounted, at the moment this was read. */
final class MountPoints {
    private final List<Mount> mounts;

    private MountPoints(List<Mount> mounts) {
        this.mounts = mounts;
    }

    static MountPoints read(MountInfo info) throws IOException {
        return new MountPoints(info.read());
    }

    /**
     * The first place where the device's top directory is seen, else the first place at all, else null.
     *
     * @param number {@code major:minor}
     */
    @Nullable
    String of(String number, Path device) throws IOException {
        String part = null;
        for (Mount mount : mounts) {
            if (mount.number().equals(number) || isSource(mount, device)) {
                if (mount.root().equals("/")) {
                    return mount.mountPoint();
                }
                part = part == null ? mount.mountPoint() : part;
            }
        }
        return part;
    }

    /** Mounts of btrfs carry a number of no device: there only the source tells. */
    private static boolean isSource(Mount mount, Path device) throws IOException {
        if (!mount.number().startsWith("0:") || !mount.source().startsWith("/dev/")) {
            return false;
        }
        Path source = Path.of(mount.source());
        return source.equals(device) || (Files.exists(source) && Files.isSameFile(source, device));
    }
}
