package io.pureboot.node.disk;

import io.pureboot.linux.process.CommandRunner;
import io.pureboot.linux.sysfs.BlockDevices;
import io.pureboot.linux.sysfs.DiskDevice;
import io.pureboot.linux.sysfs.InUse;
import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.protocol.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The disks of this machine: sysfs for the devices, their own bytes for tables and file systems, tools for minimum
 * sizes. Safe for several threads.
 */
public final class SystemDiskScanner implements DiskScanner {
    /** Not disks of their own, or no disk to clone: loop devices, mapped devices, optical drives. */
    private static final Set<String> HIDDEN = Set.of("loop", "dm");

    private final BlockDevices devices;
    private final Optional<List<String>> only;
    private final DiskDescriber describer;

    /**
     * @param only the devices this node may see, such as {@code /dev/sda}; any kind is allowed then, also loop devices
     */
    public SystemDiskScanner(
            BlockDevices devices, InUse inUse, CommandRunner runner, Optional<List<String>> only, Clock clock) {
        this.devices = devices;
        this.only = only.map(List::copyOf);
        this.describer = new DiskDescriber(inUse, runner, clock);
    }

    @Override
    public List<DiskInfo> scan() throws IOException {
        List<Parallel.Task<DiskInfo>> tasks = new ArrayList<>();
        for (DiskDevice disk : visible()) {
            tasks.add(() -> describer.describe(disk, Depth.FULL));
        }
        return Parallel.all(tasks);
    }

    @Override
    public DiskInfo scan(String device) throws IOException {
        return describer.describe(disk(device), Depth.FULL);
    }

    @Override
    public DiskInfo look(String device) throws IOException {
        return describer.describe(disk(device), Depth.QUICK);
    }

    private DiskDevice disk(String device) throws IOException {
        Optional<DiskDevice> wanted = devices.find(device);
        for (DiskDevice disk : visible()) {
            if (wanted.isPresent() && disk.name().equals(wanted.get().name())) {
                return disk;
            }
        }
        throw ProblemException.notFound("There is no disk " + device + " on this node.");
    }

    /** Opens none of them. */
    @Override
    public List<Path> devices() throws IOException {
        return visible().stream().map(DiskDevice::device).toList();
    }

    private List<DiskDevice> visible() throws IOException {
        List<DiskDevice> all = devices.list();
        if (only.isEmpty()) {
            return all.stream().filter(SystemDiskScanner::isDisk).toList();
        }
        List<String> names = new ArrayList<>();
        for (String device : only.get()) {
            devices.find(device).ifPresent(disk -> names.add(disk.name()));
        }
        return all.stream().filter(disk -> names.contains(disk.name())).toList();
    }

    private static boolean isDisk(DiskDevice device) {
        return !HIDDEN.contains(device.transport() == null ? "" : device.transport())
                && !device.name().startsWith("sr");
    }
}
