package io.pureboot.bench;

import io.pureboot.vm.Trusting;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLSocketFactory;

/**
 * Waits for the first answer by HTTPS of a machine that starts. QEMU's network takes every connection at once and asks its
 * guest in ever longer intervals, so one connection alone hears the answer seconds late: a new one is tried every
 * {@value #STEP_MILLIS} ms, and the oldest given up.
 */
final class FirstAnswer implements AutoCloseable {
    private static final int STEP_MILLIS = 300;
    /** Few, so that the machine is not busy with handshakes when it comes up; a slow one has five seconds for one. */
    private static final int OPEN = 16;

    private static final byte[] REQUEST =
            "GET /health HTTP/1.1\r\nHost: node\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final int port;
    private final SSLSocketFactory tls = Trusting.context().getSocketFactory();
    private final Deque<Socket> tried = new ArrayDeque<>();
    private final CompletableFuture<Long> answered = new CompletableFuture<>();

    FirstAnswer(int port) {
        this.port = port;
    }

    /** Tries once more and waits a little; whether the answer is there. */
    boolean came() throws IOException, InterruptedException {
        if (answered.isDone()) {
            return true;
        }
        if (tried.size() == OPEN) {
            tried.remove().close();
        }
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        tried.add(socket);
        Thread.ofVirtual().start(() -> ask(socket));
        try {
            answered.get(STEP_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code System.nanoTime()} of the answer that {@link #came}. */
    long at() {
        return answered.join();
    }

    private void ask(Socket plain) {
        try (Socket socket = tls.createSocket(plain, "localhost", port, true)) {
            socket.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
            socket.getOutputStream().write(REQUEST);
            InputStream in = socket.getInputStream();
            String start = new String(in.readNBytes("HTTP/1.1 200".length()), StandardCharsets.US_ASCII);
            if (start.equals("HTTP/1.1 200")) {
                answered.complete(System.nanoTime());
            }
        } catch (IOException e) {
            // nobody there yet
        }
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : tried) {
            socket.close();
        }
    }
}
