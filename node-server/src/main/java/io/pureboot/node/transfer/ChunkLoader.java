package io.pureboot.node.transfer;

import io.pureboot.linux.block.AlignedBuffers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Reads and digests chunks on a few threads of its own, so that connections send one chunk while the next is read, and
 * a disk that hangs does not hang them.
 */
final class ChunkLoader implements AutoCloseable {
    /** Enough to keep a disk busy; more only adds seeks. */
    private static final int THREADS = 3;

    private final SourceContent content;
    private final AlignedBuffers buffers;
    private final ZstdChoice zstd;
    private final ExecutorService readers = Executors.newFixedThreadPool(THREADS, DaemonThreads.named("source-read"));
    private final ExecutorService examiner = Executors.newFixedThreadPool(1, DaemonThreads.named("source-examine"));
    private final ConcurrentMap<Integer, CompletableFuture<@Nullable Void>> examinations = new ConcurrentHashMap<>();

    /** @param connections that may each hold two chunks */
    ChunkLoader(SourceContent content, int connections) {
        this.content = content;
        this.buffers = new AlignedBuffers(2 * connections + THREADS + 1, ChunkMap.CHUNK);
        this.zstd = new ZstdChoice(2 * connections + THREADS);
    }

    SourceContent content() {
        return content;
    }

    /** @param compress whether the asker would rather have it smaller */
    CompletableFuture<LoadedChunk> load(int chunk, boolean acceptsZstd, boolean compress) {
        return CompletableFuture.supplyAsync(() -> read(chunk, acceptsZstd, compress), readers);
    }

    private LoadedChunk read(int chunk, boolean acceptsZstd, boolean compress) {
        ByteBuffer buffer = acquire();
        boolean kept = false;
        try {
            SourceContent.Read read = content.read(chunk, buffer);
            buffer.position(0).limit(content.map().length(chunk));
            LoadedChunk plain = new LoadedChunk(
                    buffer, LoadedChunk.IDENTITY, read.digest(), read.unreadable(), () -> buffers.release(buffer));
            LoadedChunk loaded = acceptsZstd ? zstd.encode(plain, compress) : plain;
            kept = true;
            return loaded;
        } catch (IOException e) {
            throw new CompletionException(e);
        } finally {
            if (!kept) {
                buffers.release(buffer);
            }
        }
    }

    CompletableFuture<Digest> digest(int chunk) {
        return content.digests()
                .get(chunk)
                .map(CompletableFuture::completedFuture)
                .orElseGet(() -> CompletableFuture.supplyAsync(() -> readDigest(chunk), readers));
    }

    private Digest readDigest(int chunk) {
        ByteBuffer buffer = acquire();
        try {
            return content.read(chunk, buffer).digest();
        } catch (IOException e) {
            throw new CompletionException(e);
        } finally {
            buffers.release(buffer);
        }
    }

    /** Finds what of the chunk is readable; the same examination for all who ask. */
    CompletableFuture<@Nullable Void> examine(int chunk) {
        if (content.examined(chunk)) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<@Nullable Void> examination = examinations.computeIfAbsent(
                chunk, number -> CompletableFuture.runAsync(() -> examineNow(number), examiner));
        return examination.whenComplete((done, failure) -> examinations.remove(chunk, examination));
    }

    private void examineNow(int chunk) {
        ByteBuffer buffer = acquire();
        try {
            content.examine(chunk, buffer);
        } finally {
            buffers.release(buffer);
        }
    }

    private ByteBuffer acquire() {
        try {
            return buffers.acquire();
        } catch (InterruptedException e) {
            throw new CompletionException(e);
        }
    }

    /** Lets running reads end; no thread is interrupted inside a disk. */
    @Override
    public void close() {
        readers.shutdown();
        examiner.shutdown();
    }
}
