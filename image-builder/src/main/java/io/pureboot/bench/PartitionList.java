package io.pureboot.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.pureboot.demo.Loop;
import io.pureboot.demo.Workspace;
import io.pureboot.linux.block.Extent;
import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.CommandRunner;
import io.pureboot.protocol.ProtocolJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The partitions of a disk, and the partclone program each would be copied with. */
final class PartitionList {
    private static final Map<String, String> MAPPERS = Map.of(
            "ext4", "partclone.ext4", "btrfs", "partclone.btrfs", "vfat", "partclone.vfat", "xfs", "partclone.xfs");

    private final CommandRunner runner;
    private final Workspace workspace;

    PartitionList(CommandRunner runner, Workspace workspace) {
        this.runner = runner;
        this.workspace = workspace;
    }

    /** The mapper is empty for what has no file system. */
    record Partition(Extent place, String mapper) {}

    List<Partition> of(Path disk, long size) throws IOException {
        JsonNode table = ProtocolJson.mapper()
                .readTree(runner.run(Command.of("sfdisk", "--json", disk.toString()))
                        .orThrow()
                        .stdout())
                .path("partitiontable");
        long sector = table.path("sectorsize").asLong(512);
        List<Partition> partitions = new ArrayList<>();
        for (JsonNode entry : table.path("partitions")) {
            Extent place = new Extent(
                    entry.path("start").asLong() * sector, entry.path("size").asLong() * sector);
            if (place.end() > size) {
                throw new IOException("partition beyond the end of " + disk);
            }
            partitions.add(new Partition(place, mapper(disk, place)));
        }
        return partitions;
    }

    private String mapper(Path disk, Extent place) throws IOException {
        Loop part = workspace.attachPart(disk, place.start(), place.length(), true);
        try {
            String type = runner.run(Command.of(
                            "blkid",
                            "-p",
                            "-s",
                            "TYPE",
                            "-o",
                            "value",
                            part.device().toString()))
                    .text()
                    .strip();
            return MAPPERS.getOrDefault(type, "");
        } finally {
            workspace.detach(part);
        }
    }
}
