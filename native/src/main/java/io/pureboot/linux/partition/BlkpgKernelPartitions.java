package io.pureboot.linux.partition;

import io.pureboot.linux.block.DeviceBusyException;
import io.pureboot.linux.block.Extent;
import io.pureboot.linux.libc.Errno;
import io.pureboot.linux.libc.ErrnoException;
import io.pureboot.linux.libc.LibC;
import io.pureboot.linux.libc.NativeFile;
import io.pureboot.linux.libc.PartitionRequest;
import io.pureboot.linux.sysfs.BlockDevices;
import io.pureboot.linux.sysfs.DiskDevice;
import io.pureboot.linux.sysfs.DiskPartition;
import io.pureboot.linux.sysfs.InUse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * By BLKPG, one partition at a time. Never BLKRRPART: a kernel without table parsers drops every partition on it and
 * finds none.
 */
public final class BlkpgKernelPartitions implements KernelPartitions {
    private final BlockDevices devices;
    private final InUse inUse;

    public BlkpgKernelPartitions(BlockDevices devices, InUse inUse) {
        this.devices = devices;
        this.inUse = inUse;
    }

    public static BlkpgKernelPartitions ofThisMachine() {
        return new BlkpgKernelPartitions(BlockDevices.ofThisMachine(), InUse.ofThisMachine());
    }

    @Override
    public void add(Path disk, int number, Extent extent) throws IOException {
        try {
            send(PartitionRequest.ADD, disk, number, extent);
        } catch (ErrnoException e) {
            if (e.errno() == Errno.EBUSY) {
                throw new IOException(
                        "the kernel cannot add partition " + number + " to " + disk
                                + ": it knows one of that number or one that overlaps",
                        e);
            }
            throw e;
        }
    }

    @Override
    public boolean delete(Path disk, int number) throws IOException {
        try {
            send(PartitionRequest.DELETE, disk, number, new Extent(0, 0));
            return true;
        } catch (ErrnoException e) {
            if (e.errno() == Errno.ENXIO) {
                return false;
            }
            throw busyOr(e, disk, number);
        }
    }

    @Override
    public void resize(Path disk, int number, Extent extent) throws IOException {
        DiskDevice device = device(disk);
        for (DiskPartition partition : device.partitions()) {
            if (partition.number() == number && extent.length() < partition.sizeBytes()) {
                refuseWhenUsed(device, partition);
            }
        }
        send(PartitionRequest.RESIZE, disk, number, extent);
    }

    @Override
    public void update(Path disk, Map<Integer, Extent> wanted) throws IOException {
        Map<Integer, Extent> known = known(disk);
        // All that must go goes first, so that nothing new overlaps it.
        for (Map.Entry<Integer, Extent> old : known.entrySet()) {
            Extent now = wanted.get(old.getKey());
            if (now == null || now.start() != old.getValue().start()) {
                delete(disk, old.getKey());
            } else if (now.length() < old.getValue().length()) {
                resize(disk, old.getKey(), now);
            }
        }
        Map<Integer, Extent> left = known(disk);
        for (Map.Entry<Integer, Extent> entry : new TreeMap<>(wanted).entrySet()) {
            Extent now = left.get(entry.getKey());
            if (now == null) {
                add(disk, entry.getKey(), entry.getValue());
            } else if (!now.equals(entry.getValue())) {
                resize(disk, entry.getKey(), entry.getValue());
            }
        }
    }

    private Map<Integer, Extent> known(Path disk) throws IOException {
        Map<Integer, Extent> known = new TreeMap<>();
        for (DiskPartition partition : device(disk).partitions()) {
            known.put(partition.number(), new Extent(partition.startBytes(), partition.sizeBytes()));
        }
        return known;
    }

    private DiskDevice device(Path disk) throws IOException {
        return devices.find(disk.toString()).orElseThrow(() -> new IOException(disk + " is no whole disk"));
    }

    private void refuseWhenUsed(DiskDevice disk, DiskPartition partition) throws IOException {
        List<String> users = inUse.users(disk, partition);
        if (!users.isEmpty()) {
            throw new DeviceBusyException(partition.device().toString(), users);
        }
    }

    private static void send(PartitionRequest request, Path disk, int number, Extent extent) throws IOException {
        try (NativeFile file = NativeFile.open(disk, LibC.O_RDONLY)) {
            request.send(file.fd(), number, extent.start(), extent.length());
        }
    }

    private static IOException busyOr(ErrnoException e, Path disk, int number) {
        return e.errno() == Errno.EBUSY
                ? new DeviceBusyException(PartitionNames.path(disk, number).toString())
                : e;
    }
}
