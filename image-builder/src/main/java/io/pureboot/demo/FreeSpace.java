package io.pureboot.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.pureboot.linux.block.Extent;
import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.CommandResult;
import io.pureboot.linux.process.CommandRunner;
import io.pureboot.protocol.ProtocolJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where a disk's file systems say that nothing is stored, found with sfdisk, blkid and partclone alone: what checks a
 * clone must not share code with what made it.
 */
public final class FreeSpace {
    private static final Map<String, String> MAPPERS = Map.of(
            "ext2", "partclone.extfs",
            "ext3", "partclone.extfs",
            "ext4", "partclone.extfs",
            "xfs", "partclone.xfs",
            "btrfs", "partclone.btrfs",
            "ntfs", "partclone.ntfs",
            "vfat", "partclone.vfat",
            "exfat", "partclone.exfat");

    private final CommandRunner runner;
    private final Workspace workspace;

    public FreeSpace(CommandRunner runner, Workspace workspace) {
        this.runner = runner;
        this.workspace = workspace;
    }

    /** Free runs of every file system that can be mapped, in bytes of the disk. */
    public List<Extent> of(Path disk, long size) throws IOException {
        List<Extent> free = new ArrayList<>();
        for (Extent partition : partitions(disk, size)) {
            free.addAll(ofPartition(disk, partition));
        }
        return free;
    }

    private List<Extent> partitions(Path disk, long size) throws IOException {
        CommandResult table = runner.run(Command.of("sfdisk", "--json", disk.toString()));
        if (!table.ok()) {
            return List.of(new Extent(0, size)); // no table: perhaps a file system on the whole disk
        }
        JsonNode root = ProtocolJson.mapper().readTree(table.stdout()).path("partitiontable");
        long sector = root.path("sectorsize").asLong(512);
        List<Extent> partitions = new ArrayList<>();
        root.path("partitions")
                .forEach(entry -> partitions.add(new Extent(
                        entry.path("start").asLong() * sector,
                        entry.path("size").asLong() * sector)));
        return partitions;
    }

    private List<Extent> ofPartition(Path disk, Extent partition) throws IOException {
        Loop part = workspace.attachPart(disk, partition.start(), partition.length(), true);
        Path map = workspace.file("free-space.map");
        try {
            String device = part.device().toString();
            String type = runner.run(Command.of("blkid", "-p", "-s", "TYPE", "-o", "value", device))
                    .text()
                    .strip();
            String mapper = MAPPERS.get(type);
            if (mapper == null) {
                return List.of();
            }
            Path log = workspace.file("partclone.log");
            CommandResult mapped = runner.run(
                    Command.of(mapper, "-D", "-q", "-B", "-L", log.toString(), "-s", device, "-O", map.toString())
                            .within(Duration.ofMinutes(30)));
            return mapped.ok() ? read(map, partition.start()) : List.of();
        } finally {
            Files.deleteIfExists(map);
            workspace.detach(part);
        }
    }

    /** The map's first data line is a position; then {@code start length +|?} a run, {@code ?} being free. */
    private static List<Extent> read(Path map, long offset) throws IOException {
        List<Extent> free = new ArrayList<>();
        for (String line : Files.readAllLines(map)) {
            String[] words = line.strip().split("\\s+");
            if (words.length == 3 && words[2].equals("?") && words[0].startsWith("0x")) {
                free.add(new Extent(offset + Long.decode(words[0]), Long.decode(words[1])));
            }
        }
        return free;
    }
}
