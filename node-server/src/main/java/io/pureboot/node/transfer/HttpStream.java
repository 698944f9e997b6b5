package io.pureboot.node.transfer;

import io.pureboot.node.tls.TlsChannel;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 messages over a TLS connection, one after the other. Bodies go straight into the caller's buffer; only what
 * belongs to the next message is kept here.
 */
final class HttpStream {
    /** More than a TLS record holds. */
    static final int RECORD_ROOM = 32 * 1024;

    private final TlsChannel channel;
    private final int headLimit;
    /** Readable bytes between position and limit. */
    private ByteBuffer pending = ByteBuffer.allocate(2 * RECORD_ROOM).flip();

    /** @param headLimit most bytes of a start line with its headers */
    HttpStream(TlsChannel channel, int headLimit) {
        this.channel = channel;
        this.headLimit = headLimit;
    }

    TlsChannel channel() {
        return channel;
    }

    /** True when something of the next message is here already. */
    boolean ready() throws IOException {
        return pending.hasRemaining() || channel.readable();
    }

    /** The next message's head, or null when the peer closed properly before it. */
    @Nullable
    HttpHead readHead() throws IOException {
        int scanned = 0;
        while (true) {
            int end = endOfHead(scanned);
            if (end >= 0) {
                byte[] head = new byte[end];
                pending.get(head);
                return HttpHead.parse(head, end);
            }
            scanned = Math.max(0, pending.remaining() - 3);
            if (pending.remaining() > headLimit) {
                throw new ProtocolException("more than " + headLimit + " bytes of headers");
            }
            if (!more()) {
                if (pending.hasRemaining()) {
                    throw new EOFException("the connection ended in the middle of a message");
                }
                return null;
            }
        }
    }

    private int endOfHead(int from) {
        for (int i = pending.position() + from; i + 4 <= pending.limit(); i++) {
            if (pending.getInt(i) == 0x0d0a0d0a) {
                return i + 4 - pending.position();
            }
        }
        return -1;
    }

    private boolean more() throws IOException {
        pending.compact();
        if (pending.remaining() < RECORD_ROOM) {
            pending = ByteBuffer.allocate(2 * pending.capacity()).put(pending.flip());
        }
        try {
            return channel.read(pending) >= 0;
        } finally {
            pending.flip();
        }
    }

    /**
     * Reads exactly {@code length} bytes to the beginning of the buffer.
     *
     * @param into with {@link #RECORD_ROOM} more capacity than that; afterwards position 0 and limit {@code length}
     */
    void readBody(ByteBuffer into, int length) throws IOException {
        // One read takes as many records as fit: a small body in a large buffer must not swallow the next answers.
        into.clear().limit(Math.min(into.capacity(), length + RECORD_ROOM));
        int here = Math.min(length, pending.remaining());
        into.put(pending.slice(pending.position(), here));
        pending.position(pending.position() + here);
        while (into.position() < length) {
            if (channel.read(into) < 0) {
                throw new EOFException("the connection ended after " + into.position() + " of " + length + " bytes");
            }
        }
        keep(into, length);
        into.position(0).limit(length);
    }

    /** What came after the body with its last record. */
    private void keep(ByteBuffer from, int start) {
        int extra = from.position() - start;
        if (extra > 0) {
            pending.clear();
            pending.put(from.slice(start, extra)).flip();
        }
    }

    /** A small body as text. */
    String readText(int length) throws IOException {
        ByteBuffer body = ByteBuffer.allocate(length + RECORD_ROOM);
        readBody(body, length);
        return new String(body.array(), 0, length, StandardCharsets.UTF_8);
    }

    static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
