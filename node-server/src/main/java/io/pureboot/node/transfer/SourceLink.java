package io.pureboot.node.transfer;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.pureboot.node.tls.TlsChannel;
import io.pureboot.protocol.ProtocolJson;
import io.pureboot.protocol.problem.Problem;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** One connection of a target to its source. Of one thread. */
public final class SourceLink implements AutoCloseable {
    /** The ranges of a chunk on a dying disk may fill many lines. */
    private static final int HEAD_LIMIT = 256 * 1024;

    private static final int TEXT_LIMIT = 32 << 20;

    private final HttpStream stream;
    private final String authority;
    private final Runnable forget;

    SourceLink(TlsChannel channel, String authority, Runnable forget) {
        this.stream = new HttpStream(channel, HEAD_LIMIT);
        this.authority = authority;
        this.forget = forget;
    }

    /** @param headers each ending with CR LF */
    void request(String method, String path, String headers, byte[] body) throws IOException {
        String head = method + " " + path + " HTTP/1.1\r\nHost: " + authority + "\r\n" + headers
                + (body.length == 0 ? "" : "Content-Length: " + body.length + "\r\n") + "\r\n";
        stream.channel().write(HttpStream.text(head), ByteBuffer.wrap(body));
    }

    HttpHead receiveHead() throws IOException {
        HttpHead head = stream.readHead();
        if (head == null) {
            throw new EOFException("the source closed the connection");
        }
        return head;
    }

    static int status(HttpHead head) throws ProtocolException {
        String status = head.startLine().get(1);
        if (!status.matches("[1-5]\\d\\d")) {
            throw new ProtocolException("not a status: " + head.startLine());
        }
        return Integer.parseInt(status);
    }

    /** @param most bytes it may have */
    int bodyLength(HttpHead head, int most) throws ProtocolException {
        long length = head.contentLength();
        if (length > most) {
            throw new ProtocolException("an answer of " + length + " bytes where at most " + most + " are due");
        }
        return (int) length;
    }

    void readBody(ByteBuffer into, int length) throws IOException {
        stream.readBody(into, length);
    }

    /**
     * @throws ProblemException what the source says is wrong, or CONFLICT when its answer is not understood: it would not
     *     be the next time either
     * @throws IOException also for a 5xx, to be tried again a few times
     */
    public <T> T json(String method, String path, Object body, Class<T> type) throws IOException {
        byte[] bytes =
                method.equals("GET") ? new byte[0] : ProtocolJson.mapper().writeValueAsBytes(body);
        request(method, path, "Content-Type: application/json\r\n", bytes);
        HttpHead head = receiveHead();
        String text = text(head);
        if (status(head) != 200) {
            throw problem(status(head), text);
        }
        try {
            return ProtocolJson.mapper().readValue(text, type);
        } catch (JsonProcessingException e) {
            throw SourceDescription.otherVersion(
                    "its answer to " + path + " is not understood: " + e.getOriginalMessage());
        }
    }

    /** Of chunks in a row. */
    DigestRun digests(int from, int count) throws IOException {
        request("GET", "/v1/digests?from=" + from + "&count=" + count, "", new byte[0]);
        HttpHead head = receiveHead();
        if (status(head) != 200) {
            throw problem(status(head), text(head));
        }
        int length = bodyLength(head, TEXT_LIMIT);
        if (length != count * Digest.BYTES) {
            throw new ProtocolException(length + " bytes of digests where " + count * Digest.BYTES + " are due");
        }
        ByteBuffer bytes = ByteBuffer.allocate(length + HttpStream.RECORD_ROOM);
        stream.readBody(bytes, length);
        return new DigestRun(from, bytes);
    }

    /** Digests of chunks in a row, from {@code first} on. */
    record DigestRun(int first, ByteBuffer bytes) {
        Digest of(int chunk) {
            return Digest.get(bytes.duplicate().position((chunk - first) * Digest.BYTES));
        }
    }

    /** The body of an answer that is no chunk. */
    String text(HttpHead head) throws IOException {
        return stream.readText(bodyLength(head, TEXT_LIMIT));
    }

    /** The source is there and answers that it cannot: a few times that may pass, for ever it will not. */
    static final class FaultException extends IOException {
        private static final long serialVersionUID = 1L;

        FaultException(String message) {
            super(message);
        }
    }

    /** What a refusing answer means; 5xx as a {@link FaultException}, to be tried again. */
    static ProblemException problem(int status, String text) throws IOException {
        String detail = text;
        ProblemType type = ProblemType.UNAVAILABLE;
        try {
            Problem problem = ProtocolJson.mapper().readValue(text, Problem.class);
            detail = problem.detail();
            type = Arrays.stream(ProblemType.values())
                    .filter(known -> known.urn().equals(problem.type()))
                    .findFirst()
                    .orElse(type);
        } catch (JsonProcessingException e) {
            detail = text.length() > 200 ? text.substring(0, 200) : text;
        }
        if (status >= 500) {
            throw new FaultException("the source answered " + status + ": " + detail);
        }
        return new ProblemException(type, "The source refuses: " + detail);
    }

    @Override
    public void close() throws IOException {
        forget.run();
        stream.channel().close();
    }
}
