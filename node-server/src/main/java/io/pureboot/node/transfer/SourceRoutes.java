package io.pureboot.node.transfer;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.pureboot.protocol.ProtocolJson;
import io.pureboot.protocol.problem.Problem;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The data plane's few resources, all of one session. */
final class SourceRoutes {
    /** Digests asked for at once may each need a chunk read. */
    static final int MOST_DIGESTS = 64;

    private static final Logger LOG = LoggerFactory.getLogger(SourceRoutes.class);

    private final SourceDescription description;
    private final ChunkLoader loader;
    private final ReceiptCheck receipts;
    private final LongConsumer served;

    SourceRoutes(SourceDescription description, ChunkLoader loader, ReceiptCheck receipts, LongConsumer served) {
        this.description = description;
        this.loader = loader;
        this.receipts = receipts;
        this.served = served;
    }

    /** Starts on the answer; never throws, what is wrong becomes a problem. */
    Reply answer(HttpHead head, String body, X509Certificate peer) {
        String method = head.startLine().get(0);
        String[] target = head.startLine().get(1).split("\\?", 2);
        try {
            return switch (method + " " + target[0]) {
                case "GET /v1/session", "HEAD /v1/session" ->
                    TextReply.json(description).headOnly(method.equals("HEAD"));
                case "GET /v1/disk", "HEAD /v1/disk" -> disk(head, method.equals("HEAD"));
                case "GET /v1/extents" -> TextReply.json(extents());
                case "GET /v1/unreadable" -> TextReply.json(loader.content().unreadable());
                case "GET /v1/digests" -> digests(target.length > 1 ? target[1] : "");
                case "POST /v1/receipt" ->
                    TextReply.json(receipts.countersign(
                            ProtocolJson.mapper().readValue(body, ReceiptCheck.Request.class), peer));
                // The controller releases the source; until then the target may still come back.
                case "POST /v1/done" -> TextReply.json(true);
                default ->
                    throw ProblemException.notFound(
                            "this port serves /v1/session, /v1/disk, /v1/extents, /v1/unreadable,"
                                    + " /v1/digests, /v1/receipt and /v1/done, not " + method + " " + target[0]);
            };
        } catch (ProblemException e) {
            return TextReply.problem(e, target[0]);
        } catch (JsonProcessingException e) {
            return TextReply.problem(ProblemType.MALFORMED_REQUEST, "not the JSON expected here", target[0]);
        } catch (CancellationException | RejectedExecutionException e) {
            // The session ends here: only a new connection finds whoever serves it next.
            throw e;
        } catch (RuntimeException e) {
            // A connection that only ends would be taken for trouble on the way, and be made again for ever.
            LOG.error("{} {} cannot be answered", method, target[0], e);
            return TextReply.problem(ProblemType.INTERNAL, "it has a fault of its own: " + e, target[0]);
        }
    }

    private Reply disk(HttpHead head, boolean headOnly) {
        ChunkMap map = loader.content().map();
        Optional<String> range = head.header("range");
        if (range.isEmpty()) {
            return whole(new ByteSpan(0, map.size()), false, headOnly);
        }
        Optional<ByteSpan> span = ByteSpan.parse(range.get(), map.size());
        if (span.isEmpty()) {
            Problem problem = new Problem(
                    false,
                    ProblemType.VALIDATION.urn(),
                    ProblemType.VALIDATION.title(),
                    416,
                    "Range: one range within the disk's " + map.size() + " bytes, such as bytes=0-4095",
                    "/v1/disk",
                    List.of());
            return TextReply.problem(problem, "Content-Range: bytes */" + map.size() + "\r\n");
        }
        int chunk = (int) (span.get().start() / ChunkMap.CHUNK);
        boolean oneChunk = span.get().start() == map.start(chunk) && span.get().length() == map.length(chunk);
        return oneChunk && !headOnly ? chunk(chunk, head) : whole(span.get(), true, headOnly);
    }

    private Reply whole(ByteSpan span, boolean partial, boolean headOnly) {
        if (headOnly) {
            return stream -> stream.channel()
                    .write(DiskReply.head(span, loader.content().map().size(), partial));
        }
        return new DiskReply(loader, span, partial);
    }

    private Reply chunk(int chunk, HttpHead head) {
        boolean zstd = head.lists("accept-encoding", LoadedChunk.ZSTD);
        boolean compress = head.header("x-pureboot-compress").isPresent();
        CompletableFuture<LoadedChunk> loading =
                head.header("x-pureboot-thorough").isPresent()
                        ? loader.examine(chunk).thenCompose(examined -> loader.load(chunk, zstd, compress))
                        : loader.load(chunk, zstd, compress);
        return new ChunkReply(loader.content(), chunk, loading, served);
    }

    private List<long[]> extents() {
        ExtentIndex index = loader.content().extents();
        return IntStream.range(0, index.size())
                .mapToObj(i -> new long[] {index.start(i), index.end(i) - index.start(i)})
                .toList();
    }

    private Reply digests(String query) {
        int from = number(query, "from", 0, loader.content().map().count() - 1);
        int count = number(
                query, "count", 1, Math.min(MOST_DIGESTS, loader.content().map().count() - from));
        List<CompletableFuture<Digest>> digests =
                IntStream.range(from, from + count).mapToObj(loader::digest).toList();
        return new DigestsReply(digests);
    }

    private static int number(String query, String name, int least, int most) {
        for (String part : query.split("&")) {
            if (part.startsWith(name + "=")) {
                String value = URLDecoder.decode(part.substring(name.length() + 1), StandardCharsets.UTF_8);
                if (value.matches("\\d{1,9}") && Integer.parseInt(value) >= least && Integer.parseInt(value) <= most) {
                    return Integer.parseInt(value);
                }
            }
        }
        throw ProblemException.field(name, "a number from " + least + " to " + most);
    }
}
