package io.pureboot.node.transfer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.node.tls.OneCertificateTrust;
import io.pureboot.node.tls.SelfSigned;
import io.pureboot.node.tls.TlsContexts;
import io.pureboot.node.tls.TlsIdentity;
import io.pureboot.protocol.problem.ProblemException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrailingReadBackTest {
    private static final int CHUNKS = 40;
    private static final int HALF = 20;
    private static final int DISTANCE = 4;

    @TempDir
    Path dir;

    private BitSet before = new BitSet();

    /** The source holds its second half back until this has happened at the target. */
    private final CountDownLatch seen = new CountDownLatch(DISTANCE);

    @Test
    @DisplayName("what was written is read back while more is fetched; at the end only what is left and samples")
    void followsTheTransfer() throws Exception {
        Watched target = new Watched(CHUNKS);
        clone(target);
        for (int chunk = 0; chunk < CHUNKS; chunk++) {
            assertTrue(target.reads[chunk] >= 1, "chunk " + chunk + " was never read back");
        }
        int all = Arrays.stream(target.reads).sum();
        assertTrue(all <= CHUNKS + 3, "reads of " + CHUNKS + " chunks: " + all);
        assertEquals(2, target.reads[0], "the first is a sample");
    }

    @Test
    @DisplayName("a disk that claims more room than it has, and overwrites its beginning, is found out")
    void overwritesItself() {
        ProblemException e = assertThrows(ProblemException.class, () -> clone(new Watched(HALF)));
        assertTrue(String.valueOf(e.getMessage()).contains("does not keep what is written"), e::getMessage);
    }

    @Test
    @DisplayName("what such a disk held already and was taken over is not lost without a word")
    void overwritesWhatWasTakenOver() throws Exception {
        BitSet there = new BitSet();
        there.set(0, HALF);
        before = there;
        while (seen.getCount() > 0) {
            seen.countDown();
        }
        StampedDisk target = new Watched(HALF).filled();
        ProblemException e = assertThrows(ProblemException.class, () -> clone(target));
        assertTrue(String.valueOf(e.getMessage()).contains("does not keep what is written"), e::getMessage);
    }

    @Test
    @DisplayName("after one difference everything is read again, and what differs written again")
    void differenceSeenEarly() throws Exception {
        Watched target = new Watched(CHUNKS) {
            private boolean flipped;

            @Override
            public synchronized void write(ByteBuffer buffer, long position) throws IOException {
                if (position == ChunkMap.CHUNK && !flipped) {
                    flipped = true;
                    buffer.putLong(buffer.position(), -1);
                }
                super.write(buffer, position);
            }
        };
        clone(target);
        assertArrayEquals(stamps(new StampedDisk(CHUNKS, CHUNKS).filled()), stamps(target));
        assertTrue(target.reads[2] >= 2, "a chunk read early is read again");
    }

    @Test
    @DisplayName("a flush that fails during the transfer ends the clone")
    void flushFails() {
        Watched target = new Watched(CHUNKS) {
            @Override
            public void flush() throws IOException {
                if (seen.getCount() > 0) {
                    while (seen.getCount() > 0) {
                        seen.countDown();
                    }
                    throw new IOException("Input/output error");
                }
            }
        };
        ProblemException e = assertThrows(ProblemException.class, () -> clone(target));
        assertTrue(
                String.valueOf(e.getMessage()).contains("does not reach the disk: Input/output error"), e::getMessage);
    }

    @Test
    @DisplayName("a chunk that cannot be read back during the transfer ends the clone")
    void readFails() {
        Watched target = new Watched(CHUNKS) {
            @Override
            public int read(ByteBuffer buffer, long position) throws IOException {
                int count = super.read(buffer, position);
                if (writing() && position == 0) {
                    // All that the source is asked for may be held by now.
                    while (seen.getCount() > 0) {
                        seen.countDown();
                    }
                    throw new IOException("Input/output error");
                }
                return count;
            }
        };
        ProblemException e = assertThrows(ProblemException.class, () -> clone(target));
        assertTrue(String.valueOf(e.getMessage()).contains("Reading back stamped failed at bytes 0-"), e::getMessage);
    }

    private static long[] stamps(StampedDisk disk) throws IOException {
        long[] stamps = new long[CHUNKS];
        ByteBuffer first = ByteBuffer.allocate(512);
        for (int chunk = 0; chunk < CHUNKS; chunk++) {
            disk.read(first.clear(), (long) chunk * ChunkMap.CHUNK);
            stamps[chunk] = first.getLong(0);
        }
        return stamps;
    }

    private void clone(StampedDisk target) throws Exception {
        TlsIdentity identity = SelfSigned.identity("lab", Instant.now(), Duration.ofDays(1));
        SSLContext tls = TlsContexts.inNativeCode(identity, new OneCertificateTrust(identity.certificate()));
        WholeDisk whole = WholeDisk.of(new Held().filled());
        SourceDescription description = whole.description();
        Cancellation cancellation = new Cancellation();
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
            SourceEndpoint source = new SourceEndpoint(() -> url, () -> tls, Duration.ofSeconds(60), cancellation);
            TransferJournal.Entry entry = new TransferJournal.Entry(
                    TransferJournal.Stage.WRITING,
                    description.identity(),
                    description.identity(),
                    description.mapName(),
                    "stamped");
            TransferJournal journal = new TransferJournal(dir, "s");
            // Begun before: only what is said to be there is compared.
            journal.record(entry);
            journal.record(before);
            new TargetCopy(
                            new TargetCopy.Task(
                                    source,
                                    description,
                                    target,
                                    entry,
                                    List.of(),
                                    journal,
                                    new TransferProgress(() -> {}),
                                    1),
                            DISTANCE)
                    .run();
        }
    }

    /** The source. */
    private final class Held extends StampedDisk {
        Held() {
            super(CHUNKS, CHUNKS);
        }

        @Override
        public int read(ByteBuffer buffer, long position) throws IOException {
            try {
                if (position >= (long) HALF * ChunkMap.CHUNK && !seen.await(60, TimeUnit.SECONDS)) {
                    throw new IOException("nothing was read back in a minute");
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return super.read(buffer, position);
        }
    }

    /** A target that counts what is read of it once it is written to. */
    private class Watched extends StampedDisk {
        final int[] reads = new int[CHUNKS];
        private volatile boolean written;

        Watched(int cells) {
            super(CHUNKS, cells);
        }

        boolean writing() {
            return written;
        }

        @Override
        public void write(ByteBuffer buffer, long position) throws IOException {
            written = true;
            super.write(buffer, position);
        }

        @Override
        public int read(ByteBuffer buffer, long position) throws IOException {
            if (written && buffer.remaining() == ChunkMap.CHUNK) {
                synchronized (reads) {
                    reads[(int) (position / ChunkMap.CHUNK)]++;
                }
                seen.countDown();
            }
            return super.read(buffer, position);
        }
    }
}
