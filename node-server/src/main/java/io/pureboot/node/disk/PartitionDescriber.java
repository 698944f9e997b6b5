package io.pureboot.node.disk;

import io.pureboot.linux.block.BlockDevice;
import io.pureboot.linux.process.CommandRunner;
import io.pureboot.linux.sysfs.DiskDevice;
import io.pureboot.linux.sysfs.DiskPartition;
import io.pureboot.node.filesystem.FileSystemDriver;
import io.pureboot.node.filesystem.FileSystemDrivers;
import io.pureboot.node.filesystem.ReadOnlyLoops;
import io.pureboot.node.filesystem.Usage;
import io.pureboot.node.filesystem.Volume;
import io.pureboot.node.filesystem.Window;
import io.pureboot.protocol.disk.PartitionInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Describes the partitions of one disk that is open. Safe for several threads. */
final class PartitionDescriber {
    private static final Duration TOOL_LIMIT = Duration.ofSeconds(30);
    private static final String WHOLE_DISK = "whole_disk";

    private final DiskDevice disk;
    private final BlockDevice device;
    private final FileSystemProbe probe;
    private final CommandRunner runner;
    private final DiskUse use;
    private final Depth depth;
    private final FileSystemDrivers drivers = new FileSystemDrivers();

    PartitionDescriber(
            DiskDevice disk,
            BlockDevice device,
            FileSystemProbe probe,
            CommandRunner runner,
            DiskUse use,
            Depth depth) {
        this.disk = disk;
        this.device = device;
        this.probe = probe;
        this.runner = runner;
        this.use = use;
        this.depth = depth;
    }

    PartitionInfo describe(TableEntry entry) {
        Optional<DiskPartition> node = KernelPartitions.matching(disk, entry);
        String path = node.map(each -> each.device().toString()).orElse(null);
        List<String> warnings = new ArrayList<>();
        Signature signature = entry.extended() ? Signature.NONE : signature(entry, path, warnings);
        return info(entry, path, signature, use.of(entry.number()), warnings);
    }

    /**
     * A file system on the whole disk is its partition 0; nothing recognised is no partition at all.
     *
     * @param warnings gets what keeps the disk from being taken for blank
     */
    Optional<PartitionInfo> wholeDisk(List<String> warnings) throws IOException {
        Signature signature = probe.whole(disk.device().toString());
        if (signature.ambiguous()) {
            warnings.add("Signatures on the disk contradict each other; nothing is taken for granted.");
        }
        if (signature.filesystem() == null) {
            return Optional.empty();
        }
        TableEntry all = new TableEntry(0, 0, disk.sizeBytes(), WHOLE_DISK, "", null, null, List.of());
        return Optional.of(info(all, disk.device().toString(), signature, use.of(0), new ArrayList<>()));
    }

    private Signature signature(TableEntry entry, @Nullable String path, List<String> warnings) {
        try {
            Signature found = path != null
                    ? probe.whole(path)
                    : probe.part(disk.device().toString(), entry.start(), entry.size());
            if (found.ambiguous()) {
                warnings.add("Several signatures contradict each other here; nothing is taken for granted.");
            }
            return found;
        } catch (IOException e) {
            warnings.add("What it holds cannot be told: " + e.getMessage());
            return Signature.NONE;
        }
    }

    private PartitionInfo info(
            TableEntry entry, @Nullable String path, Signature signature, PartitionUse partUse, List<String> warnings) {
        Usage usage = usage(entry, path, signature, partUse.mountpoint());
        warnings.addAll(usage.warnings());
        String excuse = Excuses.of(entry, signature, usage, partUse, disk.readOnly());
        return new PartitionInfo(
                entry.number(),
                path != null ? path : KernelPartitions.path(disk, entry.number()),
                entry.start(),
                entry.end(),
                entry.size(),
                "",
                entry.type(),
                entry.typeId().isEmpty() ? null : entry.typeId(),
                entry.uuid(),
                entry.name(),
                signature.filesystem(),
                signature.uuid(),
                signature.label() != null ? signature.label() : entry.name(),
                entry.flags(),
                usage.used(),
                null,
                excuse == null,
                excuse,
                usage.growExcuse(),
                usage.minimum(),
                partUse.mountpoint(),
                partUse.reasons(),
                warnings);
    }

    private Usage usage(TableEntry entry, @Nullable String path, Signature signature, @Nullable String mountpoint) {
        String filesystem = signature.filesystem();
        FileSystemDriver driver =
                filesystem == null ? null : drivers.forName(filesystem).orElse(null);
        if (depth == Depth.QUICK) {
            return new Usage(null, null, "How full it is was not looked at.", null, List.of());
        }
        if (filesystem == null || driver == null) {
            return new Usage(null, null, null, null, List.of());
        }
        Window window = new Window(device, entry.start(), entry.size());
        Volume.Place place = new Volume.Place(disk.device().toString(), entry.start(), entry.size(), path, mountpoint);
        try (Volume volume = new Volume(filesystem, window, place, new ReadOnlyLoops(runner), runner, TOOL_LIMIT)) {
            return driver.usage(volume);
        } catch (IOException | RuntimeException e) {
            return new Usage(
                    null,
                    null,
                    "The file system cannot be read.",
                    null,
                    List.of("Used space is unknown: " + e.getMessage()));
        }
    }
}
