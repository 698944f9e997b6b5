package io.pureboot.node.transfer;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Digests of chunks in a row, 16 bytes each; those not known yet are being computed. A chunk that cannot be read, or not
 * soon, is answered with {@link Digest#UNKNOWN}.
 */
record DigestsReply(List<CompletableFuture<Digest>> digests) implements Reply {
    private static final long PATIENCE_SECONDS = 8;

    @Override
    public void send(HttpStream stream) throws IOException {
        ByteBuffer body = ByteBuffer.allocate(Digest.BYTES * digests.size());
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        for (CompletableFuture<Digest> digest : digests) {
            await(digest, deadline).put(body);
        }
        TextReply.bytes(body.flip()).send(stream);
    }

    private static Digest await(CompletableFuture<Digest> digest, long deadline) throws IOException {
        try {
            return digest.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return Digest.UNKNOWN;
        } catch (InterruptedException e) {
            throw new InterruptedIOException("stopped");
        }
    }
}
