package io.pureboot.node.filesystem;

import io.pureboot.linux.block.BlockDevice;
import io.pureboot.linux.block.DirectBlockDevice;
import io.pureboot.linux.process.CommandRunner;
import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.protocol.disk.PartitionInfo;
import io.pureboot.protocol.session.PartitionNote;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Maps a disk by its file systems' own metadata.
 *
 * <p>Copied are: of each partition its used blocks and all that lies behind the file system's end, or the whole
 * partition where the file system is unknown, not clean or has a feature its driver was never tried with; outside of
 * partitions what {@link Gaps} says; everything, when there is neither a table nor a file system. Extents are widened
 * to multiples of 4096 bytes and closer together than 64 KiB they become one: copying a free block harms nobody.
 */
public final class FileSystemExtentMapper implements ExtentMapper {
    private static final int ALIGNMENT = 4096;
    private static final long CLOSED_GAP = 64 << 10;
    private static final int AT_ONCE = 4;

    private final CommandRunner runner;

    public FileSystemExtentMapper(CommandRunner runner) {
        this.runner = runner;
    }

    @Override
    public UsedMap map(DiskInfo disk) throws IOException {
        try (BlockDevice device = DirectBlockDevice.openReadOnly(Path.of(disk.device()))) {
            if (device.size() != disk.sizeBytes()) {
                throw new IOException(disk.device() + " has " + device.size() + " bytes now and had " + disk.sizeBytes()
                        + " when it was scanned: scan it again.");
            }
            List<PartitionInfo> partitions = disk.partitions().stream()
                    .filter(partition -> !partition.type().equals("extended"))
                    .toList();
            return partitions.isEmpty() && !disk.partitionTable().equals("gpt")
                    ? whole(disk)
                    : parts(disk, device, partitions);
        }
    }

    private static UsedMap whole(DiskInfo disk) {
        ExtentSet everything = new ExtentSet();
        everything.add(0, disk.sizeBytes());
        PartitionNote note = new PartitionNote(
                0,
                null,
                "raw",
                "The disk has neither partitions nor a file system this version recognises.",
                disk.sizeBytes());
        return new UsedMap(disk.sizeBytes(), everything.list(), List.of(note));
    }

    private UsedMap parts(DiskInfo disk, BlockDevice device, List<PartitionInfo> partitions) throws IOException {
        PartitionMapper mapper = new PartitionMapper(disk, device, runner);
        ExtentSet all = new ExtentSet();
        List<PartitionNote> notes = new ArrayList<>();
        for (PartitionMapper.Mapped mapped : inParallel(mapper, partitions)) {
            ExtentSet extents = mapped.extents().rounded(ALIGNMENT, CLOSED_GAP, disk.sizeBytes());
            all.addAll(extents, 0);
            notes.add(new PartitionNote(
                    mapped.partition().number(),
                    mapped.partition().filesystem(),
                    mapped.reason() == null ? "used" : "raw",
                    mapped.reason(),
                    extents.bytes()));
        }
        all.addAll(new Gaps(disk, device, runner).toCopy(), 0);
        return new UsedMap(
                disk.sizeBytes(),
                all.rounded(ALIGNMENT, CLOSED_GAP, disk.sizeBytes()).list(),
                notes);
    }

    private static List<PartitionMapper.Mapped> inParallel(PartitionMapper mapper, List<PartitionInfo> partitions)
            throws IOException {
        List<PartitionMapper.Mapped> mapped = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<PartitionMapper.Mapped>> tasks = partitions.stream()
                    .map(partition -> threads.submit(() -> mapper.map(partition)))
                    .toList();
            try {
                for (Future<PartitionMapper.Mapped> task : tasks) {
                    mapped.add(task.get());
                }
            } catch (InterruptedException e) {
                // Nobody wants the map any more: closing would wait for every tool.
                threads.shutdownNow();
                throw e;
            }
        } catch (ExecutionException e) {
            throw new IOException("mapping failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("mapping was interrupted", e);
        }
        return mapped;
    }
}
