package io.pureboot.protocol.session;

import io.pureboot.protocol.disk.DiskIdentity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The source serves its disk.
 *
 * @param ip address towards the target, IPv4 or IPv6 literal
 * @param sizeBytes size of the source disk
 * @param bytesTotal bytes that will be read, chunk-rounded; null while the map is not finished
 * @param notes how each partition is copied (used blocks only, or raw and why)
 */
public record SourceReady(
        String ip,
        @Nullable Integer port,
        long sizeBytes,
        @Nullable String device,
        @Nullable Long bytesTotal,
        @Nullable DiskIdentity identity,
        @Nullable List<PartitionNote> notes) {}
