package io.pureboot.node.transfer;

import io.pureboot.protocol.problem.ProblemType;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Digests of chunks in a row, 16 bytes each; those not known yet are being computed. */
record DigestsReply(List<CompletableFuture<Digest>> digests) implements Reply {
    private static final long PATIENCE_SECONDS = 15;

    @Override
    public void send(HttpStream stream) throws IOException {
        ByteBuffer body = ByteBuffer.allocate(Digest.BYTES * digests.size());
        try {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            for (CompletableFuture<Digest> digest : digests) {
                digest.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)
                        .put(body);
            }
            TextReply.bytes(body.flip()).send(stream);
        } catch (ExecutionException e) {
            TextReply.problem(ProblemType.DEVICE_IO, String.valueOf(e.getCause().getMessage()), "/v1/digests")
                    .send(stream);
        } catch (TimeoutException e) {
            TextReply.problem(ProblemType.UNAVAILABLE, "not all of them are computed yet, ask again", "/v1/digests")
                    .send(stream);
        } catch (InterruptedException e) {
            throw new InterruptedIOException("stopped");
        }
    }
}
