package io.pureboot.node.transfer;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.OptionalInt;

/** Fetches chunks over several connections, each with one request ahead of the answer it waits for. */
final class Fetchers {
    private static final int AHEAD = 2;
    /** 64 GiB, well within what one AES-GCM key may encrypt (TLS 1.3: about 400 GB); a new connection has a new key. */
    static final int CHUNKS_OF_A_CONNECTION = 16 * 1024;

    private final SourceEndpoint source;
    private final ChunkFetch fetch;
    private final int connections;
    private final int chunksOfAConnection;

    Fetchers(SourceEndpoint source, ChunkFetch fetch, int connections) {
        this(source, fetch, connections, CHUNKS_OF_A_CONNECTION);
    }

    Fetchers(SourceEndpoint source, ChunkFetch fetch, int connections, int chunksOfAConnection) {
        this.source = source;
        this.chunksOfAConnection = chunksOfAConnection;
        this.fetch = fetch;
        this.connections = connections;
    }

    /**
     * Returns when every chunk has come, is deferred or refused; connects again for as long as it takes.
     *
     * @param thorough whether the source is to look sector by sector at what it cannot read
     */
    void fetch(BitSet chunks, boolean thorough) {
        ChunkQueue queue = new ChunkQueue(chunks);
        new Crew(source.cancellation()).run("target-fetch", connections, () -> fetchAll(queue, thorough));
    }

    private void fetchAll(ChunkQueue queue, boolean thorough) {
        SourceEndpoint.Persistence persistence = new SourceEndpoint.Persistence(source);
        ChunkBody body = new ChunkBody();
        Deque<Integer> asked = new ArrayDeque<>();
        OptionalInt first = queue.take();
        while (first.isPresent()) {
            asked.add(first.getAsInt());
            try (SourceLink link = source.open()) {
                fetch.ask(link, first.getAsInt(), thorough);
                over(link, body, queue, asked, thorough, persistence);
                first = queue.take();
            } catch (IOException e) {
                queue.giveBack(asked);
                asked.clear();
                persistence.failed(e);
                first = queue.take();
            }
        }
    }

    private void over(
            SourceLink link,
            ChunkBody body,
            ChunkQueue queue,
            Deque<Integer> asked,
            boolean thorough,
            SourceEndpoint.Persistence persistence)
            throws IOException {
        int askedFor = 1;
        while (!asked.isEmpty()) {
            source.cancellation().check();
            boolean more = asked.size() < AHEAD && askedFor < chunksOfAConnection;
            OptionalInt next = more ? queue.take() : OptionalInt.empty();
            if (next.isPresent()) {
                askedFor++;
                asked.add(next.getAsInt());
                fetch.ask(link, next.getAsInt(), thorough);
                continue;
            }
            int chunk = asked.element();
            boolean good = fetch.receive(link, body, chunk);
            asked.remove();
            persistence.succeeded();
            if (!good) {
                asked.add(chunk);
                fetch.ask(link, chunk, thorough);
            }
        }
    }
}
