package io.pureboot.node.filesystem;

import io.pureboot.linux.block.Extent;
import io.pureboot.protocol.session.PartitionNote;
import java.util.List;

/**
 * What of a disk has to be copied: partition tables, used blocks of each file system whose map can be trusted, and
 * everything unknown raw.
 *
 * @param diskSize bytes
 * @param extents sorted, not overlapping, not adjacent
 * @param notes one a partition: by used blocks, or raw and why
 */
public record UsedMap(long diskSize, List<Extent> extents, List<PartitionNote> notes) {
    public UsedMap {
        extents = List.copyOf(extents);
        notes = List.copyOf(notes);
    }
}
