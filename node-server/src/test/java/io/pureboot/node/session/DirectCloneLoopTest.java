package io.pureboot.node.session;

import static io.pureboot.node.session.CloneRig.MIB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.linux.block.Extent;
import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.ProcessCommandRunner;
import io.pureboot.protocol.session.CloneProgressUpdate;
import io.pureboot.protocol.session.CloneRole;
import io.pureboot.protocol.session.Receipt;
import io.pureboot.protocol.session.SourceReady;
import io.pureboot.protocol.session.TransferPhase;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clones that go well: two nodes' sessions, two loop devices, real TLS. */
class DirectCloneLoopTest {
    private static final ProcessCommandRunner TOOLS = new ProcessCommandRunner();

    @TempDir
    Path dir;

    @Test
    @DisplayName("WF1 KD7 DF8 every used byte arrives, is read back, and both nodes sign for it")
    void everyUsedByte() throws Exception {
        try (CloneRig rig = CloneRig.of(dir, 48 * MIB)) {
            rig.used = List.of(
                    new Extent(0, 3 * MIB),
                    new Extent(9 * MIB + 512, 20 * MIB),
                    new Extent(41 * MIB, 3 * MIB + 7 * 512));
            Receipt receipt = rig.cloned();
            rig.assertCopied();
            // The second range touches the chunks from 8 to 32 MiB, the third those from 40 to 48 MiB.
            assertEquals(9 * 4 * MIB, receipt.bytesUsed());
            assertEquals(9, receipt.chunks());
            assertEquals(receipt.bytesUsed(), receipt.bytesVerified());
            assertEquals(0, receipt.bytesReused());
            byte[] unused = CloneRig.bytes(rig.target.file(), new Extent(3 * MIB, MIB));
            for (byte each : unused) {
                assertEquals(0, each, "an unused byte of the source crossed the wire");
            }
        }
    }

    @Test
    @DisplayName("DF3 DF4 the source serves at the port ordered and says so; when that is taken, at another")
    void portOrdered() throws Exception {
        try (CloneRig rig = CloneRig.of(dir, 12 * MIB)) {
            int port;
            try (ServerSocket free = new ServerSocket(0)) {
                port = free.getLocalPort();
            }
            try (TestNode from = rig.sourceNode();
                    TestNode to = rig.targetNode()) {
                SourceReady ready = from.serve(port);
                assertEquals(port, ready.port());
                assertEquals(12 * MIB, ready.sizeBytes());
                to.fetchFrom("https://127.0.0.1:" + port, false);
                CloneRig.receipt(to.reports.awaitComplete());
            }
            try (ServerSocket taken = new ServerSocket(0);
                    TestNode from = rig.sourceNode()) {
                assertNotEquals(
                        taken.getLocalPort(), from.serve(taken.getLocalPort()).port());
            }
        }
    }

    @Test
    @DisplayName("KD5 DF10 nothing is reported after that the clone is complete, however long the node takes to end")
    void completedIsTheLast() throws Exception {
        try (CloneRig rig = CloneRig.of(dir, 12 * MIB);
                TestNode from = rig.sourceNode();
                TestNode to = rig.targetNode()) {
            to.reports.lingerAtCompletion(Duration.ofSeconds(3));
            to.fetchFrom(TestNode.url(from.serve(false)), false);
            to.reports.awaitComplete();
            assertEquals(List.of(), to.reports.afterCompletion());
        }
    }

    @Test
    @DisplayName("X14 the source is read only and stays as it was")
    void sourceUntouched() throws Exception {
        try (CloneRig rig = CloneRig.of(dir, 12 * MIB)) {
            byte[] before = CloneRig.bytes(rig.source.file(), new Extent(0, 12 * MIB));
            String device = rig.source.path().toString();
            TOOLS.run(Command.of("blockdev", "--setro", device)).orThrow();
            try {
                rig.cloned();
            } finally {
                // The flag stays with the loop number when the file is detached.
                TOOLS.run(Command.of("blockdev", "--setrw", device)).orThrow();
            }
            assertEquals(
                    -1, java.util.Arrays.mismatch(before, CloneRig.bytes(rig.source.file(), new Extent(0, 12 * MIB))));
        }
    }

    @Test
    @DisplayName("WF1 a disk that ends in the middle of a chunk and of a page")
    void oddSize() throws Exception {
        try (CloneRig rig = CloneRig.of(dir, 21 * MIB + 3 * 512)) {
            rig.cloned();
            rig.assertCopied();
        }
    }

    @Test
    @DisplayName("WF3 an odd-sized disk onto a larger one")
    void largerTarget() throws Exception {
        try (CloneRig rig = new CloneRig(dir, 21 * MIB + 512, 40 * MIB + 512, 512)) {
            rig.cloned();
            rig.assertCopied();
        }
    }

    @Test
    @DisplayName("X8 disks with 4096-byte sectors")
    void largeSectors() throws Exception {
        try (CloneRig rig = new CloneRig(dir, 20 * MIB + 4096, 24 * MIB, 4096)) {
            rig.cloned();
            rig.assertCopied();
        }
    }

    @Test
    @DisplayName("WF3 a GPT's backup is at the end of the larger target")
    void gptMoves() throws Exception {
        try (CloneRig rig = new CloneRig(dir, 40 * MIB, 64 * MIB, 512)) {
            String device = rig.source.path().toString();
            TOOLS.run(Command.of("sgdisk", "-Z", device));
            TOOLS.run(Command.of("sgdisk", "-n", "1:2048:+20M", device)).orThrow();
            rig.cloned();
            String verdict = TOOLS.run(
                            Command.of("sgdisk", "-v", rig.target.path().toString()))
                    .orThrow()
                    .text();
            assertTrue(verdict.contains("No problems found"), verdict);
            String table = TOOLS.run(
                            Command.of("sgdisk", "-p", rig.target.path().toString()))
                    .orThrow()
                    .text();
            assertTrue(table.contains("last usable sector is " + (64 * MIB / 512 - 34)), table);
        }
    }

    @Test
    @DisplayName("SP4 DF9 the target tells both phases, both roles report, sequences rise")
    void progress() throws Exception {
        try (CloneRig rig = CloneRig.of(dir, 24 * MIB);
                TestNode from = rig.sourceNode();
                TestNode to = rig.targetNode()) {
            to.fetchFrom(TestNode.url(from.serve(false)), false);
            to.reports.awaitComplete();
            List<CloneProgressUpdate> updates = to.reports.progress();
            assertEquals(
                    List.of(TransferPhase.TRANSFERRING, TransferPhase.VERIFYING),
                    updates.stream().map(CloneProgressUpdate::status).distinct().toList());
            CloneProgressUpdate last = updates.getLast();
            assertEquals(24 * MIB, last.bytesTransferred());
            assertEquals(24 * MIB, last.bytesTotal());
            List<Long> sequences = updates.stream()
                    .map(update -> Objects.requireNonNull(update.sequence()))
                    .toList();
            assertEquals(sequences.stream().sorted().distinct().toList(), sequences);
            CloneProgressUpdate served = from.reports.awaitProgress(update -> update.bytesTransferred() == 24 * MIB);
            assertEquals(CloneRole.SOURCE, served.role());
            assertEquals("completed", to.runner.active().getFirst().phase());
            assertEquals("serving", from.runner.active().getFirst().phase());
        }
    }

    @Test
    @DisplayName("KD7 nothing used at all is a clone too, and clears the target")
    void emptySource() throws Exception {
        try (CloneRig rig = CloneRig.of(dir, 12 * MIB)) {
            rig.used = List.of();
            Receipt receipt = rig.cloned();
            assertEquals(0, receipt.bytesUsed());
            for (byte each : CloneRig.bytes(rig.target.file(), new Extent(0, 4 * MIB))) {
                assertEquals(0, each);
            }
        }
    }
}
