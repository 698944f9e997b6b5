package io.pureboot.node.transfer;

import io.pureboot.node.tls.TlsChannel;
import io.pureboot.node.tls.TlsContexts;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data plane of one session at its source: HTTP/1.1 over TLS 1.3 for the session's target and nobody else. Written
 * on {@link TlsChannel} because CPU per byte decides how fast a clone is.
 */
public final class SourceServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SourceServer.class);

    /** Of the session's target at once; each may hold two chunks in memory. */
    public static final int CONNECTIONS = 8;
    /** Of strangers that have not shown a certificate yet. */
    private static final int HANDSHAKES = 32;

    private static final Duration HANDSHAKE_LIMIT = Duration.ofSeconds(10);
    private static final Duration WATCH = Duration.ofSeconds(5);

    private final ServerSocketChannel listener;
    private final Supplier<SSLContext> tls;
    private final SourceRoutes routes;
    private final ChunkLoader loader;
    private final Set<ServedSocket> sockets = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("source-watch"));

    private SourceServer(
            ServerSocketChannel listener, Supplier<SSLContext> tls, SourceRoutes routes, ChunkLoader loader) {
        this.listener = listener;
        this.tls = tls;
        this.routes = routes;
        this.loader = loader;
    }

    /**
     * Listens on all addresses and serves until closed.
     *
     * @param port wanted; when somebody else has it, any free one is taken, see {@link #port}
     * @param served told the bytes of every chunk that was sent, by the thread that goes on sending
     * @param tls asked at every connection, so that a renewed certificate is used at once
     */
    public static SourceServer start(
            int port,
            Supplier<SSLContext> tls,
            SourceDescription description,
            SourceContent content,
            ReceiptCheck receipts,
            LongConsumer served)
            throws IOException {
        ChunkLoader loader = new ChunkLoader(content, CONNECTIONS);
        SourceRoutes routes = new SourceRoutes(description, loader, receipts, served);
        SourceServer server = new SourceServer(listen(port), tls, routes, loader);
        DaemonThreads.named("source-accept").newThread(server::accept).start();
        server.watch.scheduleWithFixedDelay(
                server::closeStalled, WATCH.toMillis(), WATCH.toMillis(), TimeUnit.MILLISECONDS);
        return server;
    }

    private static ServerSocketChannel listen(int port) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        try {
            return listener.bind(new InetSocketAddress(port));
        } catch (BindException e) {
            LOG.warn("port {} is taken, using any free one", port);
            return listener.bind(new InetSocketAddress(0));
        }
    }

    public int port() throws IOException {
        return ((InetSocketAddress) listener.getLocalAddress()).getPort();
    }

    private void accept() {
        while (listener.isOpen()) {
            try {
                admit(listener.accept());
            } catch (IOException e) {
                if (listener.isOpen()) {
                    LOG.warn("a connection could not be accepted: {}", e.getMessage());
                }
            }
        }
    }

    private void admit(SocketChannel socket) throws IOException {
        ServedSocket served = new ServedSocket(socket);
        if (sockets.stream().filter(other -> !other.trusted()).count() >= HANDSHAKES) {
            socket.close();
            return;
        }
        sockets.add(served);
        DaemonThreads.named("source-connection").newThread(() -> serve(served)).start();
    }

    private void serve(ServedSocket served) {
        try (SocketChannel socket = served.socket()) {
            socket.socket().setSoTimeout((int) HANDSHAKE_LIMIT.toMillis());
            try (TlsChannel channel = TlsChannel.server(socket, tls.get(), TlsContexts.serverWantingCertificate())) {
                if (sockets.stream().filter(ServedSocket::trusted).count() >= CONNECTIONS) {
                    throw new IOException("more than " + CONNECTIONS + " connections");
                }
                served.trust(channel);
                new SourceConnection(channel, routes).serve();
            }
        } catch (SSLException e) {
            LOG.warn("a peer was refused: {}", e.getMessage());
        } catch (IOException e) {
            LOG.info("a connection ended: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("a connection ended", e);
        } finally {
            sockets.remove(served);
        }
    }

    private void closeStalled() {
        sockets.stream().filter(ServedSocket::stalled).forEach(ServedSocket::close);
    }

    /** Ends every connection and stops listening; at once. */
    @Override
    public void close() throws IOException {
        watch.shutdownNow();
        try {
            listener.close();
        } finally {
            sockets.forEach(ServedSocket::close);
            loader.close();
        }
    }
}
