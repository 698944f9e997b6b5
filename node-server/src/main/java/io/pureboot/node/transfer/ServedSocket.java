package io.pureboot.node.transfer;

import io.pureboot.node.tls.TlsChannel;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One accepted connection as its server watches it. */
final class ServedSocket {
    /** A target that takes nothing for this long has gone; its place is needed for when it comes back. */
    private static final Duration SEND_LIMIT = Duration.ofSeconds(60);

    private static final Duration HANDSHAKE_LIMIT = Duration.ofSeconds(15);

    private final SocketChannel socket;
    private final long accepted = System.nanoTime();
    private volatile @Nullable TlsChannel channel;

    ServedSocket(SocketChannel socket) {
        this.socket = socket;
    }

    SocketChannel socket() {
        return socket;
    }

    void trust(TlsChannel authenticated) {
        channel = authenticated;
    }

    boolean trusted() {
        return channel != null;
    }

    boolean stalled() {
        TlsChannel trusted = channel;
        return trusted == null
                ? System.nanoTime() - accepted > HANDSHAKE_LIMIT.toNanos()
                : trusted.sendingFor().compareTo(SEND_LIMIT) > 0;
    }

    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is being given up.
        }
    }
}
