package io.pureboot.node.filesystem;

import io.pureboot.linux.block.BlockDevice;
import io.pureboot.linux.block.Extent;
import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.CommandRunner;
import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.protocol.disk.PartitionInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * What lies outside of partitions and is copied all the same: the first and last MiB of the disk (MBR, GPT and its
 * backup, metadata of dynamic disks), the space before the first partition up to 64 MiB (boot loaders of PCs and
 * boards), every other gap of up to 4 MiB, of larger gaps the first and last MiB, and all of it when blkid recognises a
 * lost file system at its start; the chain of boot records of logical partitions. Other unpartitioned space is not
 * copied.
 */
final class Gaps {
    private static final long MIB = 1 << 20;
    private static final long COPIED_WHOLE = 4 * MIB;
    private static final long BOOT_LOADERS = 64 * MIB;
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int NOTHING_FOUND = 2;
    private static final int MOST_LINKS = 256;

    private final DiskInfo disk;
    private final BlockDevice device;
    private final CommandRunner runner;

    Gaps(DiskInfo disk, BlockDevice device, CommandRunner runner) {
        this.disk = disk;
        this.device = device;
        this.runner = runner;
    }

    ExtentSet toCopy() throws IOException {
        ExtentSet partitions = new ExtentSet();
        ExtentSet copied = new ExtentSet();
        for (PartitionInfo partition : disk.partitions()) {
            if (partition.type().equals("extended")) {
                bootRecords(partition, copied);
            } else {
                partitions.add(partition.startBytes(), partition.sizeBytes());
            }
        }
        for (Extent gap : partitions.complement(disk.sizeBytes()).list()) {
            copy(gap, copied);
        }
        copied.add(0, Math.min(MIB, disk.sizeBytes()));
        copied.add(Math.max(0, disk.sizeBytes() - MIB), Math.min(MIB, disk.sizeBytes()));
        return copied;
    }

    private void copy(Extent gap, ExtentSet copied) throws IOException {
        long whole = gap.start() == 0 ? BOOT_LOADERS : COPIED_WHOLE;
        if (gap.length() <= whole || recognised(gap)) {
            copied.add(gap.start(), gap.length());
        } else {
            copied.add(gap.start(), MIB);
            copied.add(gap.end() - MIB, MIB);
        }
    }

    /** Anything blkid does not plainly call nothing counts. */
    private boolean recognised(Extent gap) throws IOException {
        // A gap at the start of the disk would only show the disk's own partition table.
        long start = gap.start() == 0 ? MIB : gap.start();
        return runner.run(Command.of(
                                        "blkid",
                                        "-p",
                                        "-O",
                                        Long.toString(start),
                                        "-S",
                                        Long.toString(gap.end() - start),
                                        disk.device())
                                .within(LIMIT))
                        .exitCode()
                != NOTHING_FOUND;
    }

    private void bootRecords(PartitionInfo extended, ExtentSet copied) throws IOException {
        Window window = Window.whole(device);
        int sector = window.sectorSize();
        long record = extended.startBytes();
        for (int links = 0; links < MOST_LINKS && window.holds(record, sector); links++) {
            copied.add(record, sector);
            ByteBuffer bytes = window.read(record, sector);
            long next = next(bytes);
            if (bytes.getShort(510) != (short) 0xaa55 || next <= 0) {
                return;
            }
            record = extended.startBytes() + next * sector;
        }
    }

    private static long next(ByteBuffer record) {
        for (int at = 446; at < 510; at += 16) {
            int id = Byte.toUnsignedInt(record.get(at + 4));
            if (id == 0x05 || id == 0x0f || id == 0x85) {
                return Integer.toUnsignedLong(record.getInt(at + 8));
            }
        }
        return 0;
    }
}
