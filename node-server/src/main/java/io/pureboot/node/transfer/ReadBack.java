package io.pureboot.node.transfer;

import io.pureboot.linux.block.AlignedBuffers;
import io.pureboot.linux.block.BlockDevice;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;

/** Reads chunks of the target past every cache of this machine and compares them with the digests of the source. */
final class ReadBack {
    private static final int THREADS = 2;

    private final BlockDevice device;
    private final ChunkMap map;
    private final DigestTable digests;
    private final Cancellation cancellation;
    /** Shared by all that read, one after the other, so that a clone does not take the memory of each. */
    private final AlignedBuffers buffers = new AlignedBuffers(THREADS + 1, ChunkMap.CHUNK);

    ReadBack(BlockDevice device, ChunkMap map, DigestTable digests, Cancellation cancellation) {
        this.device = device;
        this.map = map;
        this.digests = digests;
        this.cancellation = cancellation;
    }

    /**
     * Every one of the chunks.
     *
     * @param meter told the bytes compared, equal or not
     * @return those that differ from their digest
     * @throws ProblemException when the target cannot be read
     */
    BitSet different(BitSet chunks, TransferMeter meter) {
        ChunkQueue queue = new ChunkQueue(chunks);
        BitSet different = new BitSet();
        new Crew(cancellation).run("target-verify", THREADS, () -> {
            for (OptionalInt next = queue.take(); next.isPresent(); next = queue.take()) {
                cancellation.check();
                int chunk = next.getAsInt();
                if (!holds(chunk)) {
                    synchronized (different) {
                        different.set(chunk);
                    }
                }
                meter.add(map.length(chunk));
            }
        });
        return different;
    }

    /**
     * Whether the target has of a chunk what its digest, which must be known, says.
     *
     * @throws ProblemException when the target cannot be read
     */
    boolean holds(int chunk) {
        return digest(chunk).equals(digests.get(chunk).orElseThrow());
    }

    /** Of what the target holds now. */
    Digest digest(int chunk) {
        ByteBuffer buffer = acquire();
        try {
            return digest(chunk, buffer);
        } finally {
            buffers.release(buffer);
        }
    }

    private ByteBuffer acquire() {
        try {
            return buffers.acquire();
        } catch (InterruptedException e) {
            throw new CancellationException("interrupted");
        }
    }

    private Digest digest(int chunk, ByteBuffer buffer) {
        int length = map.length(chunk);
        int padded = Math.ceilDiv(length, device.alignment()) * device.alignment();
        try {
            int got = device.read(buffer.clear().limit(padded), map.start(chunk));
            if (got < length) {
                throw new IOException("only " + got + " of " + length + " bytes came");
            }
        } catch (IOException e) {
            throw new ProblemException(
                    ProblemType.DEVICE_IO,
                    "Reading back " + device.name() + " failed at bytes " + map.start(chunk) + "-"
                            + (map.start(chunk) + length) + ": " + e.getMessage(),
                    e);
        }
        return Digest.of(buffer, length);
    }
}
