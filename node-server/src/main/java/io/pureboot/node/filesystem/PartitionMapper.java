package io.pureboot.node.filesystem;

import io.pureboot.linux.block.BlockDevice;
import io.pureboot.linux.process.CommandRunner;
import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.protocol.disk.PartitionInfo;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides for one partition: its used blocks, or all of it and why. Safe for several threads. */
final class PartitionMapper {
    private static final Logger log = LoggerFactory.getLogger(PartitionMapper.class);
    private static final Duration LIMIT = Duration.ofMinutes(20);

    private final DiskInfo disk;
    private final BlockDevice device;
    private final CommandRunner runner;
    private final FileSystemDrivers drivers = new FileSystemDrivers();

    PartitionMapper(DiskInfo disk, BlockDevice device, CommandRunner runner) {
        this.disk = disk;
        this.device = device;
        this.runner = runner;
    }

    /**
     * @param extents bytes of the disk
     * @param reason why every byte is copied, null when only the used blocks are
     */
    record Mapped(
            PartitionInfo partition,
            ExtentSet extents,
            @Nullable String reason) {}

    Mapped map(PartitionInfo partition) {
        String filesystem = partition.filesystem();
        if (filesystem == null) {
            return raw(partition, "Nothing is recognised on this partition: it may be empty, encrypted or unknown.");
        }
        FileSystemDriver driver = drivers.forName(filesystem).orElse(null);
        if (driver == null) {
            return raw(
                    partition,
                    "It holds " + FileSystemDrivers.content(filesystem)
                            + ", whose used blocks this version cannot tell.");
        }
        if (overlapped(partition)) {
            return raw(partition, "It overlaps another partition.");
        }
        Window window = new Window(device, partition.startBytes(), partition.sizeBytes());
        Volume.Place place = new Volume.Place(disk.device(), partition.startBytes(), partition.sizeBytes(), null, null);
        try (Volume volume = new Volume(filesystem, window, place, new ReadOnlyLoops(runner), runner, LIMIT)) {
            UsedBlocks used = driver.used(volume);
            ExtentSet extents = new ExtentSet();
            extents.addAll(used.extents(), partition.startBytes());
            long tail = Math.max(0, window.length() - used.end());
            extents.add(partition.startBytes() + used.end(), tail);
            return new Mapped(partition, extents, null);
        } catch (RawCopyException e) {
            return raw(partition, sentence(e));
        } catch (IOException | RuntimeException e) {
            log.warn("{}: partition {} cannot be mapped", disk.device(), partition.number(), e);
            return raw(partition, "Its used blocks cannot be read: " + sentence(e));
        }
    }

    private boolean overlapped(PartitionInfo partition) {
        return disk.partitions().stream()
                .anyMatch(other -> other.number() != partition.number()
                        && !other.type().equals("extended")
                        && other.startBytes() < partition.endBytes()
                        && partition.startBytes() < other.endBytes());
    }

    private static Mapped raw(PartitionInfo partition, String reason) {
        ExtentSet all = new ExtentSet();
        all.add(partition.startBytes(), partition.sizeBytes());
        return new Mapped(partition, all, reason);
    }

    private static String sentence(Exception e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
