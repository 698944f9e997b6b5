package io.pureboot.node.transfer;

import io.pureboot.linux.block.BlockDevice;
import io.pureboot.linux.block.Extent;
import io.pureboot.node.filesystem.UsedMap;
import io.pureboot.protocol.disk.DiskIdentity;
import java.util.List;

/** A disk to clone of which every byte is used, and how its source describes it. */
record WholeDisk(SourceContent content, SourceDescription description) {
    static WholeDisk of(BlockDevice disk) {
        UsedMap everything = new UsedMap(disk.size(), List.of(new Extent(0, disk.size())), List.of());
        SourceContent content = new SourceContent(disk, everything, false);
        SourceDescription description = new SourceDescription(
                "s",
                "r",
                "n",
                new DiskIdentity(disk.size(), "n", null, null),
                null,
                "f",
                512,
                "unknown",
                List.of(),
                ChunkMap.CHUNK,
                Digest.ALGORITHM,
                content.map().runs(),
                content.map().usedBytes(),
                List.of(),
                SourceDescription.PROTOCOL);
        return new WholeDisk(content, description);
    }
}
