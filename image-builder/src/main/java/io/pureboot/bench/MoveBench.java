package io.pureboot.bench;

import io.pureboot.demo.Loop;
import io.pureboot.demo.Workspace;
import io.pureboot.linux.block.DirectBlockDevice;
import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.CommandRunner;
import io.pureboot.linux.sysfs.BlockDevices;
import io.pureboot.linux.sysfs.InUse;
import io.pureboot.node.disk.SystemDiskScanner;
import io.pureboot.node.partition.JobEvents;
import io.pureboot.node.partition.JobOperation;
import io.pureboot.node.partition.PartitionJobs;
import io.pureboot.protocol.partition.PartitionJob;
import io.pureboot.protocol.partition.PartitionOperation;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/**
 * Moving a partition, whole job with journal and table, against a plain O_DIRECT copy of the same bytes, on a loop device
 * that neither copies nor caches: else both measure how fast two cores copy within memory.
 */
final class MoveBench implements Bench {
    private static final long MIB = 1 << 20;
    private static final long LENGTH = 2048 * MIB;
    private static final long SIZE = 4608 * MIB;
    private static final long APART = 2100 * MIB;
    private static final int PIECE = 4 << 20;
    private static final double FLOOR = 0.7;

    private final CommandRunner runner;
    private final Workspace workspace;

    MoveBench(CommandRunner runner, Workspace workspace) {
        this.runner = runner;
        this.workspace = workspace;
    }

    @Override
    public String name() {
        return "move";
    }

    @Override
    public List<Figure> run(Progress progress) throws IOException, InterruptedException {
        progress.say("filling a disk of 4.5 GiB");
        Loop disk = workspace.attachDirect(filled(), false);
        List<Figure> figures = new ArrayList<>();
        try (PartitionJobs jobs = jobs(disk)) {
            job(jobs, disk, new PartitionOperation.Create(8 * MIB, LENGTH, "linux", null, null, "gpt"));
            long at = 8 * MIB;
            for (long distance : new long[] {APART, -APART, 256 * MIB, -256 * MIB, MIB, -MIB}) {
                String state = (Math.abs(distance) >= LENGTH ? "apart" : Math.abs(distance) / MIB + "MiB")
                        + (distance < 0 ? "-" : "+");
                progress.say("moving 2 GiB by " + distance / MIB + " MiB");
                double plain = plain(disk, at, at + (Math.abs(distance) >= LENGTH ? distance : APART));
                double moved = job(jobs, disk, new PartitionOperation.Move(1, at + distance));
                at += distance;
                Map<String, Object> more = new LinkedHashMap<>();
                more.put("plain_copy_mib_per_s", Figure.rounded(LENGTH / MIB / plain));
                double rate = LENGTH / MIB / moved;
                figures.add(
                        Math.abs(distance) == MIB
                                ? Figure.measured(name(), "move of 2 GiB", state, rate, "MiB/s", more)
                                : Figure.against(
                                        name(), "move of 2 GiB", state, rate, "MiB/s", plain / moved, FLOOR, more));
            }
        } finally {
            runner.run(Command.of("partx", "-d", disk.device().toString()));
            workspace.detach(disk);
        }
        return figures;
    }

    private PartitionJobs jobs(Loop disk) throws IOException {
        return new PartitionJobs(
                workspace.file("jobs"),
                new SystemDiskScanner(
                        BlockDevices.ofThisMachine(),
                        InUse.ofThisMachine(),
                        runner,
                        Optional.of(List.of(disk.device().toString())),
                        Clock.systemUTC()),
                runner,
                JobEvents.NONE,
                Clock.systemUTC());
    }

    private static double job(PartitionJobs jobs, Loop disk, PartitionOperation operation)
            throws IOException, InterruptedException {
        String id = UUID.randomUUID().toString();
        long start = System.nanoTime();
        jobs.start(id, disk.device().toString(), null, List.of(JobOperation.of("1", operation)));
        jobs.await(id);
        PartitionJob job = jobs.get(id);
        if (!job.state().equals("completed")) {
            throw new IOException("the job is " + job.state() + ": " + job.error());
        }
        return (System.nanoTime() - start) / 1e9;
    }

    /** Over the very bytes the move is about to write, or free ones. */
    private static double plain(Loop disk, long from, long to) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(PIECE + 4096).alignedSlice(4096);
        long start = System.nanoTime();
        try (DirectBlockDevice device = DirectBlockDevice.openShared(disk.device())) {
            for (long done = 0; done < LENGTH; done += PIECE) {
                buffer.clear().limit(PIECE);
                device.read(buffer, from + done);
                device.write(buffer.flip(), to + done);
            }
            device.flush();
        }
        return (System.nanoTime() - start) / 1e9;
    }

    /** No holes: those would be quicker to read and slower to write. */
    private Path filled() throws IOException {
        Path image = Files.createFile(workspace.file("move.img"));
        byte[] noise = new byte[PIECE];
        new Random(7).nextBytes(noise);
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            for (long at = 0; at < SIZE; at += PIECE) {
                file.write(noise);
            }
            file.seek(0);
            file.write(new byte[PIECE]);
            file.seek(SIZE - PIECE);
            file.write(new byte[PIECE]);
            file.getFD().sync();
        }
        return image;
    }
}
