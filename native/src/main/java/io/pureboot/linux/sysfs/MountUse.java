package io.pureboot.linux.sysfs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** File systems mounted from a device. */
final class MountUse {
    private final Path sysRoot;
    private final Path devRoot;
    private final MountInfo mountInfo;

    MountUse(Path sysRoot, Path devRoot, MountInfo mountInfo) {
        this.sysRoot = sysRoot;
        this.devRoot = devRoot;
        this.mountInfo = mountInfo;
    }

    List<String> of(Node node) throws IOException {
        List<String> reasons = new ArrayList<>();
        for (Mount mount : mountInfo.read()) {
            if (mount.number().equals(node.number()) || sourceIs(mount, node)) {
                reasons.add(node.device() + " is mounted at " + mount.mountPoint());
            }
        }
        if (reasons.isEmpty() && inMountedBtrfs(node)) {
            reasons.add(node.device() + " is one of the devices of a mounted btrfs");
        }
        return reasons;
    }

    /** Btrfs gives every mount a number of no device, so there only the source tells. */
    private boolean sourceIs(Mount mount, Node node) throws IOException {
        return mount.source().startsWith("/dev/")
                && DeviceNames.kernelName(devRoot, relocated(mount.source())).equals(node.name());
    }

    /** {@code /dev/…} under another root when that is where devices are looked for. */
    private String relocated(String source) {
        return source.startsWith("/dev/") ? devRoot.resolve(source.substring(5)).toString() : source;
    }

    private boolean inMountedBtrfs(Node node) throws IOException {
        Path all = sysRoot.resolve("fs/btrfs");
        if (!Files.isDirectory(all)) {
            return false;
        }
        try (Stream<Path> fileSystems = Files.list(all)) {
            return fileSystems.anyMatch(
                    each -> Files.exists(each.resolve("devices").resolve(node.name())));
        }
    }
}
