package io.pureboot.node.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pureboot.linux.block.AlignedBuffers;
import io.pureboot.node.tls.PeerIdentity;
import io.pureboot.node.tls.PinnedTrust;
import io.pureboot.node.tls.TestAuthority;
import io.pureboot.node.tls.TlsChannel;
import io.pureboot.node.tls.TlsContexts;
import io.pureboot.protocol.session.CloneRole;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Messages behind one another on a real TLS connection, whatever their sizes. */
class HttpStreamTest {
    private static final TestAuthority CA = new TestAuthority();
    private static final int HEAD_LIMIT = 64 << 10;

    interface Reading {
        void from(HttpStream stream) throws IOException;
    }

    @Test
    @DisplayName("X7 a small body read into a chunk's buffer leaves the answers behind it to the next reads")
    void smallBodiesInARow() throws Exception {
        int[] sizes = {5, 4 << 20, 0, 31, 70_000, 3, 1 << 20, 17, 16_384, 1};
        ByteBuffer all = ByteBuffer.allocate(8 << 20);
        for (int size : sizes) {
            all.put(message(size));
        }
        receive(all.flip(), stream -> {
            ByteBuffer buffer = AlignedBuffers.allocate(2 * ChunkMap.CHUNK);
            for (int size : sizes) {
                HttpHead head = Objects.requireNonNull(stream.readHead());
                assertEquals(size, head.contentLength());
                stream.readBody(buffer, size);
                assertEquals(ByteBuffer.wrap(body(size)), buffer, "body of " + size + " bytes");
            }
            assertNull(stream.readHead());
        });
    }

    @Test
    @DisplayName("X7 a connection that ends within a body or a head is no end")
    void cutWithinAMessage() throws Exception {
        ByteBuffer message = message(1000);
        receive(message.duplicate().limit(message.limit() - 1), stream -> {
            assertEquals(1000, Objects.requireNonNull(stream.readHead()).contentLength());
            ByteBuffer buffer = ByteBuffer.allocate(1000 + HttpStream.RECORD_ROOM);
            assertThrows(EOFException.class, () -> stream.readBody(buffer, 1000));
        });
        receive(message.duplicate().limit(20), stream -> assertThrows(EOFException.class, stream::readHead));
    }

    @Test
    @DisplayName("X10 a head without end is given up")
    void endlessHead() throws Exception {
        receive(
                HttpStream.text("HTTP/1.1 200 OK\r\nX: " + "x".repeat(2 * HEAD_LIMIT)),
                stream -> assertThrows(ProtocolException.class, stream::readHead));
    }

    private static ByteBuffer message(int size) {
        ByteBuffer head = HttpStream.text("HTTP/1.1 206 Partial Content\r\nContent-Length: " + size + "\r\n\r\n");
        return ByteBuffer.allocate(head.remaining() + size)
                .put(head)
                .put(body(size))
                .flip();
    }

    private static byte[] body(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static void receive(ByteBuffer sent, Reading reading) throws Exception {
        try (ServerSocketChannel listener =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
                SocketChannel socket = SocketChannel.open(listener.getLocalAddress())) {
            CompletableFuture<Void> served = CompletableFuture.runAsync(() -> send(listener, sent));
            try (TlsChannel channel = TlsChannel.client(
                    socket, context(CloneRole.TARGET), "127.0.0.1", TlsContexts.clientCheckingAddress())) {
                reading.from(new HttpStream(channel, HEAD_LIMIT));
            }
            served.handle((done, ignored) -> done).get(10, TimeUnit.SECONDS);
        }
    }

    private static void send(ServerSocketChannel listener, ByteBuffer bytes) {
        try (SocketChannel accepted = listener.accept();
                TlsChannel channel = TlsChannel.server(
                        accepted, context(CloneRole.SOURCE), TlsContexts.serverWantingCertificate())) {
            channel.write(bytes);
            channel.closeProperly();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SSLContext context(CloneRole role) {
        CloneRole other = role == CloneRole.SOURCE ? CloneRole.TARGET : CloneRole.SOURCE;
        return TlsContexts.context(
                CA.session("s1", role, "n"),
                new PinnedTrust(CA.certificate(), PeerIdentity.session("s1", other, null)));
    }
}
