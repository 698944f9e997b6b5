package io.pureboot.node.transfer;

import com.github.luben.zstd.Zstd;
import io.pureboot.linux.block.AlignedBuffers;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Decides, chunk by chunk, whether to send it compressed. Zeros always: they are a frame of a few hundred bytes made
 * once. Others when the asker waits for the network and a sample of the chunk shows that it pays.
 */
final class ZstdChoice {
    /** The fastest level that still halves ordinary disk content. */
    private static final int LEVEL = 1;

    private static final int SAMPLE = 64 * 1024;
    private static final double WORTH_IT = 0.8;
    private static final int BOUND = (int) Math.ceilDiv(Zstd.compressBound(ChunkMap.CHUNK), 4096L) * 4096;

    private final AlignedBuffers compressed;
    private final ConcurrentMap<Integer, ByteBuffer> zeroFrames = new ConcurrentHashMap<>();

    /** @param most chunks that may be compressed and unsent at once */
    ZstdChoice(int most) {
        this.compressed = new AlignedBuffers(most, BOUND);
    }

    LoadedChunk encode(LoadedChunk plain, boolean compress) {
        int length = plain.body().remaining();
        if (plain.digest().equals(Digest.ofZeros(length))) {
            plain.free().run();
            ByteBuffer frame = zeroFrames.computeIfAbsent(length, ZstdChoice::zeroFrame);
            return new LoadedChunk(frame.duplicate(), LoadedChunk.ZSTD, plain.digest(), plain.unreadable(), () -> {});
        }
        return compress && pays(plain.body()) ? compress(plain) : plain;
    }

    private static ByteBuffer zeroFrame(int length) {
        return ByteBuffer.wrap(Zstd.compress(new byte[length], LEVEL)).asReadOnlyBuffer();
    }

    private boolean pays(ByteBuffer body) {
        int size = Math.min(SAMPLE, body.remaining());
        byte[] sample = new byte[size];
        body.get((body.remaining() - size) / 2, sample);
        return Zstd.compress(sample, LEVEL).length < WORTH_IT * size;
    }

    private LoadedChunk compress(LoadedChunk plain) {
        ByteBuffer into;
        try {
            into = compressed.acquire();
        } catch (InterruptedException e) {
            return plain;
        }
        ByteBuffer body = plain.body();
        long size = Zstd.compressDirectByteBuffer(into, 0, into.capacity(), body, 0, body.remaining(), LEVEL);
        if (Zstd.isError(size)) {
            compressed.release(into);
            return plain;
        }
        plain.free().run();
        into.position(0).limit((int) size);
        return new LoadedChunk(
                into, LoadedChunk.ZSTD, plain.digest(), plain.unreadable(), () -> compressed.release(into));
    }
}
