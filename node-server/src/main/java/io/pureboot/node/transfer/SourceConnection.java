package io.pureboot.node.transfer;

import io.pureboot.node.tls.TlsChannel;
import io.pureboot.protocol.problem.ProblemType;
import java.io.IOException;
import java.net.ProtocolException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Serves one connection of a target. A request that is here already is started before the answer to the one before it
 * is sent, so that reading the disk and sending overlap.
 */
final class SourceConnection {
    private static final int HEAD_LIMIT = 16 * 1024;
    private static final int BODY_LIMIT = ReceiptCheck.MOST_BYTES;
    private static final int AHEAD = 2;
    private static final Duration IDLE = Duration.ofMinutes(5);

    private final HttpStream stream;
    private final SourceRoutes routes;
    private final X509Certificate peer;
    private final Deque<Reply> replies = new ArrayDeque<>();
    private boolean last;

    SourceConnection(TlsChannel channel, SourceRoutes routes) throws IOException {
        channel.readTimeout(IDLE);
        this.stream = new HttpStream(channel, HEAD_LIMIT);
        this.routes = routes;
        this.peer = channel.peer();
    }

    /** Until the peer has no more requests. */
    void serve() throws IOException {
        try {
            while (!last || !replies.isEmpty()) {
                while (!last && replies.size() < AHEAD && (replies.isEmpty() || stream.ready())) {
                    accept();
                }
                Reply next = replies.poll();
                if (next != null) {
                    next.send(stream);
                }
            }
            stream.channel().closeProperly();
        } finally {
            replies.forEach(Reply::drop);
        }
    }

    private void accept() throws IOException {
        try {
            HttpHead head = stream.readHead();
            if (head == null) {
                last = true;
                return;
            }
            replies.add(routes.answer(head, body(head), peer));
            last = head.lists("connection", "close") || !isHttp11(head);
        } catch (ProtocolException e) {
            last = true;
            replies.add(TextReply.problem(ProblemType.MALFORMED_REQUEST, String.valueOf(e.getMessage()), "/"));
        }
    }

    private static boolean isHttp11(HttpHead head) {
        return head.startLine().size() == 3 && head.startLine().get(2).equals("HTTP/1.1");
    }

    private String body(HttpHead head) throws IOException {
        long length = head.contentLength();
        if (length > BODY_LIMIT) {
            throw new ProtocolException("a body of " + length + " bytes is more than this port takes");
        }
        if (length > 0 && head.lists("expect", "100-continue")) {
            while (!replies.isEmpty()) {
                replies.remove().send(stream);
            }
            stream.channel().write(HttpStream.text("HTTP/1.1 100 Continue\r\n\r\n"));
        }
        return length == 0 ? "" : stream.readText((int) length);
    }
}
