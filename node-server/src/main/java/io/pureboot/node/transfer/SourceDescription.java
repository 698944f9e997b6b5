package io.pureboot.node.transfer;

import io.pureboot.protocol.disk.DiskIdentity;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import io.pureboot.protocol.session.ByteRange;
import io.pureboot.protocol.session.PartitionNote;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a source tells of the disk it serves, {@code GET /v1/session}.
 *
 * @param run another one each time the source's node begins to serve the disk
 * @param place which running kernel has the disk, and its name there; null when that is not known
 * @param fingerprint of identity and partition table when the map was made
 * @param partitionTable {@code gpt}, {@code mbr} or {@code unknown}
 * @param partitions where they lie, in bytes
 * @param chunkSize bytes
 * @param usedChunks runs of chunks that hold anything used; all others read as zeros
 * @param bytesUsed bytes of those chunks
 * @param notes how each partition is copied
 * @param protocol {@link #PROTOCOL} of the source's build; null of one from before it was told
 */
public record SourceDescription(
        String sessionId,
        String run,
        String nodeId,
        DiskIdentity identity,
        @Nullable String place,
        String fingerprint,
        int logicalSectorSize,
        String partitionTable,
        List<ByteRange> partitions,
        int chunkSize,
        String digestAlgorithm,
        List<ChunkRun> usedChunks,
        long bytesUsed,
        List<PartitionNote> notes,
        @Nullable Integer protocol) {
    /** To be raised with every change of what a source and a target say to each other. */
    public static final int PROTOCOL = 1;

    public SourceDescription {
        partitions = List.copyOf(partitions);
        usedChunks = List.copyOf(usedChunks);
        notes = List.copyOf(notes);
    }

    /**
     * Called before anything is written: later a difference would show only when the whole disk is copied.
     *
     * @throws ProblemException CONFLICT when the source is of another build
     */
    public void isUnderstood() {
        if (protocol == null || protocol != PROTOCOL) {
            throw otherVersion("it speaks version " + (protocol == null ? "0" : protocol) + ", this one " + PROTOCOL);
        }
        if (chunkSize != ChunkMap.CHUNK || !digestAlgorithm.equals(Digest.ALGORITHM)) {
            throw otherVersion("it has chunks of " + chunkSize + " bytes with " + digestAlgorithm);
        }
    }

    static ProblemException otherVersion(String how) {
        return new ProblemException(
                ProblemType.CONFLICT,
                "The source speaks another version of this protocol: start both nodes from the same image. (" + how
                        + ")");
    }

    public long sizeBytes() {
        return identity.sizeBytes();
    }

    /** Whether the other run serves the same parts of the same disk. What is in them it does not say. */
    boolean sameDisk(SourceDescription other) {
        return identity.equals(other.identity)
                && fingerprint.equals(other.fingerprint)
                && usedChunks.equals(other.usedChunks);
    }

    /** Another one for each partition table and each set of used chunks. */
    public String mapName() {
        StringBuilder runs = new StringBuilder(fingerprint);
        usedChunks.forEach(
                run -> runs.append(' ').append(run.first()).append('+').append(run.count()));
        byte[] text = runs.toString().getBytes(StandardCharsets.UTF_8);
        return Digest.of(ByteBuffer.wrap(text), text.length).toString();
    }

    public ChunkMap map() {
        return ChunkMap.ofRuns(sizeBytes(), usedChunks);
    }
}
