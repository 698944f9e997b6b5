package io.pureboot.node.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.linux.block.MemoryBlockDevice;
import io.pureboot.node.tls.OneCertificateTrust;
import io.pureboot.node.tls.SelfSigned;
import io.pureboot.node.tls.TlsContexts;
import io.pureboot.node.tls.TlsIdentity;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes of different builds. */
class SourceLinkTest {
    private final SourceDescription description =
            WholeDisk.of(new MemoryBlockDevice(ChunkMap.CHUNK)).description();

    /** What a target of another build expects to be told. */
    private record Another(String sessionId) {}

    @Test
    @DisplayName("X11 an answer that is not understood ends the clone: asking again brings no other")
    void notUnderstood() throws Exception {
        TlsIdentity identity = SelfSigned.identity("lab", Instant.now(), Duration.ofDays(1));
        SSLContext tls = TlsContexts.inNativeCode(identity, new OneCertificateTrust(identity.certificate()));
        WholeDisk whole = WholeDisk.of(new MemoryBlockDevice(ChunkMap.CHUNK));
        try (SourceServer server = SourceServer.start(
                0,
                () -> tls,
                description,
                whole.content(),
                (request, peer) -> {
                    throw new IllegalStateException("no receipt is asked for");
                },
                bytes -> {})) {
            URI url = URI.create("https://127.0.0.1:" + server.port());
            SourceEndpoint source =
                    new SourceEndpoint(() -> url, () -> tls, Duration.ofSeconds(60), new Cancellation());
            try (SourceLink link = source.open()) {
                isAnotherVersion(
                        assertThrows(ProblemException.class, () -> link.json("GET", "/v1/session", "", Another.class)));
            }
        }
    }

    @ParameterizedTest
    @DisplayName("X11 a source of another build, or of one from before builds were told, is refused")
    @NullSource
    @ValueSource(ints = {0, SourceDescription.PROTOCOL + 1})
    void otherProtocol(@Nullable Integer protocol) {
        description.isUnderstood();
        SourceDescription other = new SourceDescription(
                description.sessionId(),
                description.run(),
                description.nodeId(),
                description.identity(),
                description.place(),
                description.fingerprint(),
                description.logicalSectorSize(),
                description.partitionTable(),
                description.partitions(),
                description.chunkSize(),
                description.digestAlgorithm(),
                description.usedChunks(),
                description.bytesUsed(),
                description.notes(),
                protocol);
        isAnotherVersion(assertThrows(ProblemException.class, other::isUnderstood));
    }

    private static void isAnotherVersion(ProblemException e) {
        assertEquals(ProblemType.CONFLICT, e.type());
        assertTrue(e.detail().contains("start both nodes from the same image"), e.detail());
    }
}
