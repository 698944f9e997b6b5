package io.pureboot.node.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pureboot.node.tls.OneCertificateTrust;
import io.pureboot.node.tls.SelfSigned;
import io.pureboot.node.tls.TlsContexts;
import io.pureboot.node.tls.TlsIdentity;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FetchersTest {
    private static final int CHUNKS = 20;

    @Test
    @DisplayName("a connection, and with it its TLS key, is replaced after so many chunks, and nothing is lost or"
            + " fetched twice")
    void connectionsAreReplaced() throws Exception {
        TlsIdentity identity = SelfSigned.identity("lab", Instant.now(), Duration.ofDays(1));
        SSLContext tls = TlsContexts.inNativeCode(identity, new OneCertificateTrust(identity.certificate()));
        PatternDisk disk = PatternDisk.full(CHUNKS);
        WholeDisk whole = WholeDisk.of(disk);
        SourceDescription description = whole.description();
        AtomicInteger connections = new AtomicInteger();
        PatternDisk target = disk.blank();
        ChunkMap map = description.map();
        DigestTable digests = new DigestTable(map);
        Cancellation cancellation = new Cancellation();
        TransferMeter meter = new TransferMeter();
        try (SourceServer server = SourceServer.start(
                        0,
                        () -> {
                            connections.incrementAndGet();
                            return tls;
                        },
                        description,
                        whole.content(),
                        (request, peer) -> {
                            throw new IllegalStateException("no receipt is asked for");
                        },
                        bytes -> {});
                ChunkWriter writer = new ChunkWriter(target, map, 1, meter)) {
            URI url = URI.create("https://127.0.0.1:" + server.port());
            SourceEndpoint source = new SourceEndpoint(() -> url, () -> tls, Duration.ofSeconds(10), cancellation);
            ChunkFetch fetch = new ChunkFetch(map, digests, writer);
            new Fetchers(source, fetch, 1, 8).fetch(map.usedChunks(), false);
            writer.finish();
            assertEquals(map.usedBytes(), fetch.bytesReceived());
        }
        assertEquals(3, connections.get(), "connections for 20 chunks, 8 on each");
        assertEquals(map.usedBytes(), meter.bytes());
        assertEquals(
                0,
                new ReadBack(target, map, digests, cancellation)
                        .different(map.usedChunks(), new TransferMeter())
                        .cardinality());
    }
}
