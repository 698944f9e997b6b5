package io.pureboot.node.transfer;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A range of the disk that is no single chunk: any client may ask for it, the project's own asks for chunks. */
final class DiskReply implements Reply {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final ChunkLoader loader;
    private final ByteSpan span;
    private final boolean partial;

    /** @param partial whether a range was asked for */
    DiskReply(ChunkLoader loader, ByteSpan span, boolean partial) {
        this.loader = loader;
        this.span = span;
        this.partial = partial;
    }

    /** The answer's head, for HEAD too. */
    static ByteBuffer head(ByteSpan span, long size, boolean partial) {
        int status = partial ? 206 : 200;
        return HttpStream.text("HTTP/1.1 " + status + " " + TextReply.reason(status)
                + "\r\nContent-Type: application/octet-stream\r\nAccept-Ranges: bytes\r\n"
                + (partial ? "Content-Range: " + span.contentRange(size) + "\r\n" : "")
                + "Content-Length: " + span.length() + "\r\n\r\n");
    }

    @Override
    public void send(HttpStream stream) throws IOException {
        ChunkMap map = loader.content().map();
        stream.channel().write(head(span, map.size(), partial));
        int last = (int) ((span.end() - 1) / ChunkMap.CHUNK);
        for (int chunk = (int) (span.start() / ChunkMap.CHUNK); chunk <= last; chunk++) {
            // A failure from here on can only be told by cutting the connection before the promised length.
            LoadedChunk loaded = await(loader.load(chunk, false, false));
            try {
                long base = map.start(chunk);
                int from = (int) (Math.max(span.start(), base) - base);
                int to = (int) (Math.min(span.end(), base + map.length(chunk)) - base);
                stream.channel().write(loaded.body().slice(from, to - from));
            } finally {
                loaded.free().run();
            }
        }
    }

    private static LoadedChunk await(CompletableFuture<LoadedChunk> loading) throws IOException {
        try {
            return loading.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException("the disk cannot be read", e.getCause());
        } catch (TimeoutException e) {
            loading.thenAccept(late -> late.free().run());
            throw new ProtocolException("the disk did not answer within " + PATIENCE.toMinutes() + " minutes");
        } catch (InterruptedException e) {
            throw new InterruptedIOException("stopped");
        }
    }
}
