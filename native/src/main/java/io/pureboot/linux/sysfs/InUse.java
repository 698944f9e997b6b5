package io.pureboot.linux.sysfs;

import io.pureboot.linux.block.ExclusiveOpen;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Why a disk or partition may not be written (nor trusted while read): mounts, swap, LVM, RAID, encryption, loop
 * devices on top of it, somebody's exclusive open (ZFS and mounts of other namespaces are found by that), and the
 * medium the system was started from. Answers are for this moment: take the exclusive open before writing.
 *
 * <p>The last resort is to try an exclusive open for an instant, which makes a tool fail that asks for one at that very
 * instant: do not ask about a disk on which tools of one's own are running.
 */
public final class InUse {
    private final BlockDevices devices;
    private final Path sysRoot;
    private final MountUse mounts;
    private final SwapUse swaps;
    private final LoopUse loops;
    private final Holders holders;
    private final ExclusiveProbe probe;

    /**
     * @param sysRoot {@code /sys}
     * @param devRoot {@code /dev}
     * @param procRoot {@code /proc}
     */
    public InUse(Path sysRoot, Path devRoot, Path procRoot, ExclusiveProbe probe) {
        this.sysRoot = sysRoot;
        this.devices = new BlockDevices(sysRoot, devRoot);
        this.mounts = new MountUse(sysRoot, devRoot, new MountInfo(procRoot));
        this.swaps = new SwapUse(devRoot, new SwapTable(procRoot));
        this.loops = new LoopUse();
        this.holders = new Holders(sysRoot);
        this.probe = probe;
    }

    public static InUse ofThisMachine() {
        return new InUse(Path.of("/sys"), Path.of("/dev"), Path.of("/proc"), ExclusiveOpen::isHeld);
    }

    /**
     * Reasons, one sentence each, those of a disk's partitions included; empty when it is free. A device that cannot
     * be opened to find out counts as in use and says why.
     *
     * @param device name or path of a disk or partition
     * @throws IOException when there is no such device, or /sys or /proc cannot be read
     */
    public List<String> reasons(String device) throws IOException {
        DiskDevice disk =
                devices.diskOf(device).orElseThrow(() -> new IOException(device + " is no disk or partition"));
        String name = devices.nameOf(device);
        for (DiskPartition partition : disk.partitions()) {
            if (partition.name().equals(name)) {
                return reasons(disk, partition);
            }
        }
        return reasons(disk);
    }

    /** The same for a disk and all its partitions. */
    public List<String> reasons(DiskDevice disk) throws IOException {
        return reasons(disk, nodesOf(disk));
    }

    /** The same for one partition alone. */
    public List<String> reasons(DiskDevice disk, DiskPartition partition) throws IOException {
        return reasons(disk, List.of(Node.of(disk, partition)));
    }

    /**
     * The same without trying an exclusive open, so it may be asked while this process holds the disk. ZFS and mounts
     * of other namespaces are not found.
     */
    public List<String> users(DiskDevice disk, DiskPartition partition) throws IOException {
        return List.copyOf(known(disk, List.of(Node.of(disk, partition))));
    }

    private List<String> reasons(DiskDevice disk, List<Node> nodes) throws IOException {
        List<String> reasons = new ArrayList<>(known(disk, nodes));
        if (reasons.isEmpty()) {
            reasons.addAll(ExclusiveUse.of(probe, nodes.getFirst()));
        }
        return reasons;
    }

    private Set<String> known(DiskDevice disk, List<Node> nodes) throws IOException {
        Set<String> known = new TreeSet<>();
        for (Node node : nodes) {
            known.addAll(mounts.of(node));
            known.addAll(swaps.of(node));
            for (String holder : holders.of(node.sysPath(sysRoot))) {
                known.add(node.device() + " is part of " + holder);
            }
        }
        known.addAll(loopsOn(disk, nodes));
        return known;
    }

    private List<String> loopsOn(DiskDevice disk, List<Node> nodes) throws IOException {
        List<String> reasons = new ArrayList<>();
        for (DiskDevice loop : loops.on(disk, nodes, devices.list())) {
            for (Node node : nodesOf(loop)) {
                List<String> used = new ArrayList<>(mounts.of(node));
                used.addAll(swaps.of(node));
                holders.of(node.sysPath(sysRoot)).forEach(each -> used.add(node.device() + " is part of " + each));
                used.forEach(
                        each -> reasons.add(disk.device() + " is also attached as " + loop.device() + ", and " + each));
            }
        }
        return reasons;
    }

    private static List<Node> nodesOf(DiskDevice disk) {
        List<Node> nodes = new ArrayList<>();
        nodes.add(Node.of(disk));
        disk.partitions().forEach(partition -> nodes.add(Node.of(disk, partition)));
        return nodes;
    }
}
