package io.pureboot.node.transfer;

import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import io.pureboot.protocol.session.ByteRange;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What fetching has in common over all connections of one target: what came, what has to wait, what cannot be read. */
final class ChunkFetch {
    /** The status of a source whose disk takes its time. */
    private static final int SLOW = ProblemType.UNAVAILABLE.status();

    private static final int MOST_FAILURES = 10;

    private final ChunkMap map;
    private final DigestTable digests;
    private final ChunkWriter writer;
    private final CompressionTrial compression = new CompressionTrial();
    private final LongAdder received = new LongAdder();
    private final BitSet deferred = new BitSet();
    private final BitSet damaged = new BitSet();
    private final Map<Integer, Integer> failures = new HashMap<>();
    private final List<ByteRange> refused = new ArrayList<>();
    private final List<ByteRange> zeroed = new ArrayList<>();

    ChunkFetch(ChunkMap map, DigestTable digests, ChunkWriter writer) {
        this.map = map;
        this.digests = digests;
        this.writer = writer;
    }

    /** Asks for a chunk without waiting for it. */
    void ask(SourceLink link, int chunk, boolean thorough) throws IOException {
        link.request(
                "GET",
                "/v1/disk",
                "Range: bytes=" + map.start(chunk) + "-" + (map.start(chunk) + map.length(chunk) - 1)
                        + "\r\nAccept-Encoding: zstd\r\n"
                        + (compression.compress() ? "X-PureBoot-Compress: 1\r\n" : "")
                        + (thorough ? "X-PureBoot-Thorough: 1\r\n" : ""),
                new byte[0]);
    }

    /**
     * Takes the answer and hands the chunk to the writer; a chunk the source cannot read now is deferred.
     *
     * @return false when the chunk came damaged and has to be asked for again
     * @throws ProblemException when it came damaged the second time, or a write has failed
     */
    boolean receive(SourceLink link, ChunkBody body, int chunk) throws IOException {
        HttpHead head = link.receiveHead();
        int status = SourceLink.status(head);
        if (status != 206) {
            String text = link.text(head);
            if (status < 500) {
                throw SourceLink.problem(status, text);
            }
            defer(chunk, head, status == SLOW, text);
            return true;
        }
        Digest digest = digestOf(head);
        ByteBuffer buffer = writer.buffer();
        boolean handedOver = false;
        try {
            received.add(head.contentLength());
            if (!body.read(link, head, digest, buffer, map.length(chunk))) {
                damaged(chunk);
                return false;
            }
            noteUnreadable(head);
            digests.put(chunk, digest);
            handedOver = true;
            writer.write(chunk, buffer, digest);
            compression.received(map.length(chunk));
            return true;
        } finally {
            if (!handedOver) {
                writer.release(buffer);
            }
        }
    }

    private static Digest digestOf(HttpHead head) throws ProtocolException {
        try {
            return Digest.parse(head.header("x-pureboot-digest").orElse(""));
        } catch (IllegalArgumentException e) {
            throw new ProtocolException("a chunk without digest");
        }
    }

    private synchronized void damaged(int chunk) {
        if (damaged.get(chunk)) {
            throw new ProblemException(
                    ProblemType.DEVICE_IO,
                    "Bytes " + map.start(chunk) + "-" + (map.start(chunk) + map.length(chunk))
                            + " arrived twice different from the digest the source made of them: the source disk changes"
                            + " while it is copied, or the memory of one of the two machines is not reliable.");
        }
        damaged.set(chunk);
    }

    private synchronized void defer(int chunk, HttpHead head, boolean slow, String text) {
        var ranges = head.header("x-pureboot-unreadable").map(UnreadableException::fromHeader);
        if (ranges.isPresent()) {
            refused.addAll(ranges.get());
            return;
        }
        if (!slow && failures.merge(chunk, 1, Integer::sum) > MOST_FAILURES) {
            throw new ProblemException(
                    ProblemType.DEVICE_IO,
                    "The source could not send bytes " + map.start(chunk) + "-" + (map.start(chunk) + map.length(chunk))
                            + " in " + MOST_FAILURES + " attempts and does not say where its disk is bad: " + text);
        }
        deferred.set(chunk);
    }

    private synchronized void noteUnreadable(HttpHead head) {
        head.header("x-pureboot-unreadable")
                .map(UnreadableException::fromHeader)
                .ifPresent(zeroed::addAll);
    }

    /** Chunks the source could not bring at once, and forgets them. */
    synchronized BitSet takeDeferred() {
        BitSet taken = (BitSet) deferred.clone();
        deferred.clear();
        return taken;
    }

    /** Ranges the source refuses to send as zeros. */
    synchronized List<ByteRange> refused() {
        return UnreadableException.joined(refused);
    }

    /** Ranges that are zeros because the source disk cannot be read there. */
    synchronized List<ByteRange> zeroed() {
        return UnreadableException.joined(zeroed);
    }

    long bytesReceived() {
        return received.sum();
    }
}
