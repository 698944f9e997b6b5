package io.pureboot.node.transfer;

import io.pureboot.protocol.disk.DiskIdentity;
import io.pureboot.protocol.session.ByteRange;
import io.pureboot.protocol.session.PartitionNote;
import java.util.List;

/**
 * What a source tells of the disk it serves, {@code GET /v1/session}.
 *
 * @param fingerprint of identity and partition table when the map was made
 * @param partitionTable {@code gpt}, {@code mbr} or {@code unknown}
 * @param partitions where they lie, in bytes
 * @param chunkSize bytes
 * @param usedChunks runs of chunks that hold anything used; all others read as zeros
 * @param bytesUsed bytes of those chunks
 * @param notes how each partition is copied
 */
public record SourceDescription(
        String sessionId,
        String nodeId,
        DiskIdentity identity,
        String fingerprint,
        int logicalSectorSize,
        String partitionTable,
        List<ByteRange> partitions,
        int chunkSize,
        String digestAlgorithm,
        List<ChunkRun> usedChunks,
        long bytesUsed,
        List<PartitionNote> notes) {
    public SourceDescription {
        partitions = List.copyOf(partitions);
        usedChunks = List.copyOf(usedChunks);
        notes = List.copyOf(notes);
    }

    public long sizeBytes() {
        return identity.sizeBytes();
    }

    public ChunkMap map() {
        return ChunkMap.ofRuns(sizeBytes(), usedChunks);
    }
}
