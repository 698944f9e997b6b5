package io.pureboot.linux.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Reads one output of a process to its end so that it never blocks, keeping at most {@code limit} bytes. */
final class OutputDrain {
    private final Thread thread;
    private final int limit;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private boolean truncated;

    OutputDrain(InputStream stream, int limit, String name) {
        this.limit = limit;
        this.thread = new Thread(() -> drain(stream), name);
        thread.setDaemon(true);
        thread.start();
    }

    private void drain(InputStream stream) {
        byte[] piece = new byte[8192];
        try (stream) {
            int count = stream.read(piece);
            while (count >= 0) {
                keep(piece, count);
                count = stream.read(piece);
            }
        } catch (IOException e) {
            // The pipe broke before its end was seen: what is kept may not be all there was.
            markTruncated();
        }
    }

    private synchronized void keep(byte[] piece, int count) {
        int room = Math.min(count, limit - kept.size());
        kept.write(piece, 0, room);
        truncated |= room < count;
    }

    private synchronized void markTruncated() {
        truncated = true;
    }

    /** Waits for the end; a child that lives on and holds the pipe open is not waited for longer than the grace. */
    void finish(Duration grace) throws InterruptedException {
        if (!thread.join(grace)) {
            markTruncated();
        }
    }

    synchronized byte[] bytes() {
        return kept.toByteArray();
    }

    synchronized boolean truncated() {
        return truncated;
    }
}
