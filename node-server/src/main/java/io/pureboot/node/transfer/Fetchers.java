package io.pureboot.node.transfer;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.OptionalInt;

/** Fetches chunks over several connections, each with one request ahead of the answer it waits for. */
final class Fetchers {
    private static final int AHEAD = 2;

    private final SourceEndpoint source;
    private final ChunkFetch fetch;
    private final int connections;

    Fetchers(SourceEndpoint source, ChunkFetch fetch, int connections) {
        this.source = source;
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
                return;
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
        while (!asked.isEmpty()) {
            source.cancellation().check();
            OptionalInt next = asked.size() < AHEAD ? queue.take() : OptionalInt.empty();
            if (next.isPresent()) {
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
