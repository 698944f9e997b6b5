package io.pureboot.protocol.session;

import io.pureboot.protocol.disk.DiskIdentity;
import java.time.Instant;
import java.util.List;

/**
 * What a finished clone can prove.
 *
 * @param manifestSha256 SHA-256 over the ordered list of chunk digests: identifies the content
 * @param digestAlgorithm of the chunk digests, {@code xxh3-128}
 * @param bytesUsed bytes of the chunks that hold used blocks
 * @param bytesReceived bytes that crossed the wire, compressed as they were
 * @param bytesReused bytes the target already held
 * @param unreadable source ranges that could not be read (empty unless rescue)
 */
public record Receipt(
        String sessionId,
        String sourceNodeId,
        String targetNodeId,
        DiskIdentity sourceDisk,
        DiskIdentity targetDisk,
        long chunkSize,
        String digestAlgorithm,
        String manifestSha256,
        long chunks,
        long bytesUsed,
        long bytesReceived,
        long bytesReused,
        long bytesVerified,
        List<PartitionNote> partitions,
        List<ByteRange> unreadable,
        Instant startedAt,
        Instant transferredAt,
        Instant verifiedAt) {}
