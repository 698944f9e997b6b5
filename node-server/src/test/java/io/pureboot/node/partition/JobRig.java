package io.pureboot.node.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.linux.block.DirectBlockDevice;
import io.pureboot.linux.block.LoopDevice;
import io.pureboot.linux.partition.BlkpgKernelPartitions;
import io.pureboot.linux.sysfs.BlockDevices;
import io.pureboot.linux.sysfs.InUse;
import io.pureboot.node.disk.DiskScanner;
import io.pureboot.node.disk.Disks;
import io.pureboot.node.disk.SystemDiskScanner;
import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.protocol.disk.PartitionInfo;
import io.pureboot.protocol.partition.PartitionJob;
import io.pureboot.protocol.partition.PartitionOperation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Partition jobs on one loop device, as a program that may die and start again. */
final class JobRig implements AutoCloseable {
    static final long MIB = 1 << 20;

    final LoopDevice loop;
    final List<String> events = new ArrayList<>();
    /** How many notices of a job its program survives, and how many writes of a copy. */
    final AtomicInteger noticesLeft = new AtomicInteger(Integer.MAX_VALUE);

    final AtomicInteger writesLeft = new AtomicInteger(Integer.MAX_VALUE);
    private final Path folder;
    private final DiskScanner scanner;
    private PartitionJobs jobs;

    JobRig(Path folder, long size, int sectorSize) throws IOException {
        this.folder = folder;
        loop = LoopDevice.create(folder.resolve("disk.img"), size, sectorSize);
        scanner = new SystemDiskScanner(
                BlockDevices.ofThisMachine(),
                InUse.ofThisMachine(),
                Disks.RUNNER,
                Optional.of(List.of(device())),
                Clock.systemUTC());
        jobs = program();
    }

    private PartitionJobs program() throws IOException {
        return new PartitionJobs(
                folder.resolve("jobs"),
                scanner,
                Disks.RUNNER,
                BlkpgKernelPartitions.ofThisMachine(),
                new JobEvents() {
                    @Override
                    public void operation(PartitionJob job, PartitionJob.Operation operation) {
                        events.add(operation.operation() + " " + operation.status());
                    }

                    @Override
                    public void changed(PartitionJob job) {
                        if (noticesLeft.getAndDecrement() <= 0) {
                            throw new Killed("after " + job.doing());
                        }
                    }
                },
                Clock.systemUTC(),
                disk -> new CutDevice(DirectBlockDevice.openShared(disk), writesLeft));
    }

    /** The program starts again after it died. */
    void restart() throws IOException {
        noticesLeft.set(Integer.MAX_VALUE);
        writesLeft.set(Integer.MAX_VALUE);
        jobs = program();
    }

    /** The machine loses its power, and with it what it had in memory: the journal. */
    void loseJournal() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("jobs"))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        restart();
    }

    String device() {
        return loop.path().toString();
    }

    PartitionJobs jobs() {
        return jobs;
    }

    DiskInfo scan() throws IOException {
        return scanner.scan(device());
    }

    PartitionInfo partition(int number) throws IOException {
        return scan().partitions().stream()
                .filter(part -> part.number() == number)
                .findFirst()
                .orElseThrow();
    }

    Path node(int number) {
        return loop.partition(number);
    }

    /** Runs to its end, whatever that is. */
    PartitionJob run(PartitionOperation... operations) throws IOException {
        String id = UUID.randomUUID().toString();
        List<JobOperation> named = new ArrayList<>();
        for (PartitionOperation operation : operations) {
            named.add(JobOperation.of("op-" + named.size(), operation));
        }
        jobs.start(id, device(), scan().fingerprint(), named);
        return ended(id);
    }

    PartitionJob ended(String id) throws IOException {
        try {
            jobs.await(id);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        return jobs.get(id);
    }

    PartitionJob proceed(String id) throws IOException {
        jobs.proceed(id);
        return ended(id);
    }

    PartitionJob undo(String id) throws IOException {
        jobs.undo(id);
        return ended(id);
    }

    void complete(PartitionOperation... operations) throws IOException {
        PartitionJob job = run(operations);
        assertEquals("completed", job.state(), String.valueOf(job.error()));
    }

    /** Other tools read the same table, and find nothing wrong with it. */
    void verifyTable() throws IOException {
        DiskInfo disk = scan();
        String json = Disks.output("sfdisk", "-J", device());
        for (PartitionInfo part : disk.partitions()) {
            String start = "\"start\": " + part.startBytes() / disk.logicalSectorSize() + ",";
            assertTrue(json.contains(start), json);
            if (part.filesystem() != null) {
                assertEquals(
                        "PART_ENTRY_NUMBER=" + part.number() + "\nPART_ENTRY_OFFSET=" + part.startBytes() / 512
                                + "\nPART_ENTRY_SIZE=" + part.sizeBytes() / 512,
                        Disks.output(
                                        "blkid",
                                        "-p",
                                        "-o",
                                        "export",
                                        "-s",
                                        "PART_ENTRY_NUMBER",
                                        "-s",
                                        "PART_ENTRY_OFFSET",
                                        "-s",
                                        "PART_ENTRY_SIZE",
                                        part.device())
                                .lines()
                                .filter(line -> line.startsWith("PART_"))
                                .sorted()
                                .collect(Collectors.joining("\n")));
            }
        }
        if (disk.partitionTable().equals("gpt")) {
            String verdict = Disks.output("sgdisk", "-v", device());
            assertTrue(verdict.contains("No problems found"), verdict);
        }
        assertEquals(List.of(), disk.warnings());
        Disks.output("parted", "-s", device(), "unit", "B", "print");
    }

    @Override
    public void close() throws IOException {
        loop.close();
    }
}
