package io.pureboot.node.transfer;

import io.pureboot.linux.block.AlignedBuffers;
import io.pureboot.linux.block.BlockDevice;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.OptionalInt;

/** Reads chunks of the target past every cache of this machine and compares them with the digests of the source. */
final class ReadBack {
    private static final int THREADS = 2;

    private final BlockDevice device;
    private final ChunkMap map;
    private final DigestTable digests;
    private final Cancellation cancellation;

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
            ByteBuffer buffer = buffer();
            for (OptionalInt next = queue.take(); next.isPresent(); next = queue.take()) {
                cancellation.check();
                int chunk = next.getAsInt();
                if (!digest(chunk, buffer).equals(digests.get(chunk).orElseThrow())) {
                    synchronized (different) {
                        different.set(chunk);
                    }
                }
                meter.add(map.length(chunk));
            }
        });
        return different;
    }

    /** For one thread that calls {@link #digest}. */
    ByteBuffer buffer() {
        return AlignedBuffers.allocate(ChunkMap.CHUNK);
    }

    /** Of what the target holds now. */
    Digest digest(int chunk, ByteBuffer buffer) {
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
