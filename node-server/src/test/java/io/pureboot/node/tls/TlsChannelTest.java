package io.pureboot.node.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.protocol.session.CloneRole;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The bulk connection against itself and against Java's own sockets. */
class TlsChannelTest {
    private static final TestAuthority CA = new TestAuthority();
    private static final int ROOM = 20_000;

    interface Side<T> {
        T with(TlsChannel channel) throws IOException;
    }

    @Test
    @DisplayName("KD7 data of every size comes through unchanged in both directions")
    void bothWays() throws Exception {
        byte[] data = new byte[3_000_001];
        new Random(7).nextBytes(data);
        byte[] back = talk(
                server -> {
                    byte[] got = read(server, data.length);
                    server.write(ByteBuffer.wrap(got, 0, 5), ByteBuffer.wrap(got, 5, got.length - 5));
                    return got;
                },
                client -> {
                    client.write(ByteBuffer.wrap(data));
                    return read(client, data.length);
                });
        assertArrayEquals(data, back);
    }

    @Test
    @DisplayName("X7 a cut connection is no proper end")
    void cut() throws Exception {
        assertThrows(
                EOFException.class,
                () -> talk(
                        server -> {
                            server.close();
                            return 0;
                        },
                        client -> client.read(ByteBuffer.allocate(ROOM))));
        int end = talk(
                server -> {
                    server.closeProperly();
                    return 0;
                },
                client -> client.read(ByteBuffer.allocate(ROOM)));
        assertEquals(-1, end);
    }

    @Test
    @DisplayName("X7 a peer that says nothing is noticed")
    void stalled() {
        assertThrows(
                SocketTimeoutException.class,
                () -> talk(server -> server.read(ByteBuffer.allocate(ROOM)), client -> {
                    client.readTimeout(Duration.ofMillis(100));
                    return client.read(ByteBuffer.allocate(ROOM));
                }));
    }

    @Test
    @DisplayName("KD7 a refused client hears why")
    void refusedClient() throws Exception {
        SSLContext stranger =
                TlsContexts.inNativeCode(CA.session("s2", CloneRole.TARGET, "n2"), trust(CloneRole.SOURCE));
        IOException heard = assertThrows(
                IOException.class,
                () -> talk(stranger, server -> 0, client -> {
                    client.write(ByteBuffer.wrap(new byte[] {1}));
                    return client.read(ByteBuffer.allocate(ROOM));
                }));
        assertTrue(heard.toString().toLowerCase(Locale.ROOT).contains("certificate"), heard.toString());
    }

    @Test
    @DisplayName("DF7 the client compares the address it dialled with the server's certificate")
    void addressChecked() throws Exception {
        try (ServerSocketChannel listener = listener()) {
            CompletableFuture<Integer> served = serve(listener, server -> 0);
            try (SocketChannel socket = SocketChannel.open(listener.getLocalAddress())) {
                assertThrows(
                        SSLHandshakeException.class,
                        () -> TlsChannel.client(
                                socket, context(CloneRole.TARGET), "10.9.8.7", TlsContexts.clientCheckingAddress()));
            }
            assertThrows(Exception.class, () -> served.get(10, TimeUnit.SECONDS));
        }
    }

    @Test
    @DisplayName("KD7 a plain Java TLS socket can talk to it")
    void withJavaSocket() throws Exception {
        try (ServerSocketChannel listener = listener()) {
            CompletableFuture<Integer> served = serve(listener, server -> {
                server.write(ByteBuffer.wrap(read(server, 100_000)));
                return 0;
            });
            int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
            try (SSLSocket socket =
                    (SSLSocket) context(CloneRole.TARGET).getSocketFactory().createSocket("127.0.0.1", port)) {
                byte[] data = new byte[100_000];
                new Random(3).nextBytes(data);
                socket.getOutputStream().write(data);
                assertArrayEquals(data, socket.getInputStream().readNBytes(data.length));
            }
            served.get(10, TimeUnit.SECONDS);
        }
    }

    static byte[] read(TlsChannel channel, int length) throws IOException {
        ByteBuffer all = ByteBuffer.allocate(length + ROOM);
        while (all.position() < length) {
            if (channel.read(all) < 0) {
                throw new EOFException();
            }
        }
        byte[] bytes = new byte[length];
        all.flip().get(bytes);
        return bytes;
    }

    private static <T> T talk(Side<?> server, Side<T> client) throws Exception {
        return talk(context(CloneRole.TARGET), server, client);
    }

    private static <T> T talk(SSLContext clientContext, Side<?> server, Side<T> client) throws Exception {
        try (ServerSocketChannel listener = listener();
                SocketChannel socket = SocketChannel.open(listener.getLocalAddress())) {
            CompletableFuture<?> served = serve(listener, server);
            try (TlsChannel channel =
                    TlsChannel.client(socket, clientContext, "127.0.0.1", TlsContexts.clientCheckingAddress())) {
                T result = client.with(channel);
                served.get(10, TimeUnit.SECONDS);
                return result;
            }
        }
    }

    private static <T> CompletableFuture<T> serve(ServerSocketChannel listener, Side<T> side) {
        return CompletableFuture.supplyAsync(() -> {
            try (SocketChannel accepted = listener.accept();
                    TlsChannel channel = TlsChannel.server(
                            accepted, context(CloneRole.SOURCE), TlsContexts.serverWantingCertificate())) {
                return side.with(channel);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    static ServerSocketChannel listener() throws IOException {
        return ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
    }

    static SSLContext context(CloneRole role) {
        CloneRole other = role == CloneRole.SOURCE ? CloneRole.TARGET : CloneRole.SOURCE;
        return TlsContexts.inNativeCode(CA.session("s1", role, "n"), trust(other));
    }

    /** Of the JDK's own TLS, which changes keys as its security properties say. */
    static SSLContext javaContext(CloneRole role) {
        CloneRole other = role == CloneRole.SOURCE ? CloneRole.TARGET : CloneRole.SOURCE;
        return TlsContexts.context(CA.session("s1", role, "n"), trust(other));
    }

    private static PinnedTrust trust(CloneRole role) {
        return new PinnedTrust(CA.certificate(), PeerIdentity.session("s1", role, null));
    }
}
