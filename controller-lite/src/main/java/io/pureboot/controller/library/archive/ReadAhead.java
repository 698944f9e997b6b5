package io.pureboot.controller.library.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/** Reads another stream in a thread of its own, a few buffers ahead: unpacking and looking take turns no more. */
final class ReadAhead extends InputStream {
    private static final int SIZE = 1 << 20;
    private static final int COUNT = 4;

    /** Bytes, or what ended the reading; the end itself when there is neither. */
    private record Part(byte[] bytes, int length, @Nullable Throwable failure) {}

    private final InputStream source;
    private final BlockingQueue<Part> full = new ArrayBlockingQueue<>(COUNT + 1);
    private final BlockingQueue<byte[]> empty = new ArrayBlockingQueue<>(COUNT);
    private final Thread thread;
    private Part current = new Part(new byte[0], 0, null);
    private int at;
    private boolean ended;

    ReadAhead(InputStream source) {
        this.source = source;
        for (int i = 0; i < COUNT; i++) {
            empty.add(new byte[SIZE]);
        }
        thread = Thread.ofPlatform().daemon().name("archive reader").start(this::fill);
    }

    private void fill() {
        try {
            while (true) {
                byte[] buffer = empty.take();
                int length = source.readNBytes(buffer, 0, SIZE);
                full.put(new Part(buffer, length, null));
                if (length < SIZE) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException | Error e) {
            // There is room for one more than there are buffers.
            full.add(new Part(new byte[0], 0, e));
        }
    }

    // False at the end.
    private boolean next() throws IOException {
        throwFailure();
        if (ended) {
            return false;
        }
        if (current.bytes().length == SIZE) {
            empty.add(current.bytes());
        }
        try {
            current = full.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while an archive is read");
        }
        at = 0;
        ended = current.length() < SIZE;
        throwFailure();
        return current.length() > 0;
    }

    private void throwFailure() throws IOException {
        Throwable failure = current.failure();
        if (failure != null) {
            throw new IOException(failure.getMessage(), failure);
        }
    }

    @Override
    public int read() throws IOException {
        if (at == current.length() && !next()) {
            return -1;
        }
        return Byte.toUnsignedInt(current.bytes()[at++]);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (at == current.length() && !next()) {
            return -1;
        }
        int part = Math.min(length, current.length() - at);
        System.arraycopy(current.bytes(), at, target, offset, part);
        at += part;
        return part;
    }

    /** Ends the thread, then closes the stream it read. */
    @Override
    public void close() throws IOException {
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        source.close();
    }
}
