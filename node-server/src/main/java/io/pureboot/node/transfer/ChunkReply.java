package io.pureboot.node.transfer;

import io.pureboot.protocol.problem.Problem;
import io.pureboot.protocol.problem.ProblemType;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;

/** Exactly one chunk, with its digest: what a target asks for. */
final class ChunkReply implements Reply {
    /** A disk that takes longer than this has trouble; the target goes on with other chunks meanwhile. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private static final String PATH = "/v1/disk";

    private final SourceContent content;
    private final int chunk;
    private final CompletableFuture<LoadedChunk> loading;
    private final LongConsumer served;

    /** @param served told the chunk's bytes when they were sent */
    ChunkReply(SourceContent content, int chunk, CompletableFuture<LoadedChunk> loading, LongConsumer served) {
        this.content = content;
        this.chunk = chunk;
        this.loading = loading;
        this.served = served;
    }

    @Override
    public void send(HttpStream stream) throws IOException {
        LoadedChunk loaded;
        try {
            loaded = loading.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            failure(e).send(stream);
            return;
        } catch (TimeoutException e) {
            drop();
            TextReply.problem(ProblemType.UNAVAILABLE, "the disk is slow here, ask again", PATH)
                    .send(stream);
            return;
        } catch (InterruptedException e) {
            drop();
            throw new InterruptedIOException("stopped");
        }
        try {
            stream.channel().write(HttpStream.text(head(loaded)), loaded.body());
        } finally {
            loaded.free().run();
        }
        served.accept(content.map().length(chunk));
    }

    private String head(LoadedChunk loaded) {
        long start = content.map().start(chunk);
        ByteSpan span = new ByteSpan(start, start + content.map().length(chunk));
        return "HTTP/1.1 206 Partial Content\r\nContent-Type: application/octet-stream\r\nContent-Range: "
                + span.contentRange(content.map().size()) + "\r\nContent-Length: "
                + loaded.body().remaining()
                + (loaded.encoding().equals(LoadedChunk.IDENTITY) ? "" : "\r\nContent-Encoding: " + loaded.encoding())
                + "\r\nX-PureBoot-Digest: " + loaded.digest()
                + (loaded.unreadable().isEmpty()
                        ? ""
                        : "\r\nX-PureBoot-Unreadable: " + UnreadableException.toHeader(loaded.unreadable()))
                + "\r\n\r\n";
    }

    private static TextReply failure(ExecutionException failed) {
        Throwable cause = failed.getCause() == null ? failed : failed.getCause();
        String headers = cause instanceof UnreadableException unreadable
                ? "X-PureBoot-Unreadable: " + UnreadableException.toHeader(unreadable.ranges()) + "\r\n"
                : "";
        return TextReply.problem(
                Problem.of(ProblemType.DEVICE_IO, String.valueOf(cause.getMessage()), PATH, List.of()), headers);
    }

    @Override
    public void drop() {
        loading.thenAccept(late -> late.free().run());
    }
}
