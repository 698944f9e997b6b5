package io.pureboot.node.session;

import static io.pureboot.node.session.CloneRig.MIB;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.linux.block.Extent;
import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.ProcessCommandRunner;
import io.pureboot.node.transfer.TamperedDevice;
import io.pureboot.protocol.disk.DiskIdentity;
import io.pureboot.protocol.session.ByteRange;
import io.pureboot.protocol.session.CloneFailed;
import io.pureboot.protocol.session.Receipt;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Disks that fail under a clone. */
class CloneFaultLoopTest {
    private static final long SIZE = 24 * MIB;
    private static final long LARGER = 40 * MIB;
    private static final ProcessCommandRunner TOOLS = new ProcessCommandRunner();
    private static final long BAD = 9 * MIB + 3 * 4096;

    @TempDir
    Path dir;

    @Test
    @DisplayName("X7 what the source cannot read fails the clone, with the exact bytes")
    void readError() throws Exception {
        try (CloneRig rig = CloneRig.of(dir, SIZE)) {
            rig.sourceFaults = device -> device.unreadable(BAD, 1024);
            CloneFailed failed = rig.failed();
            assertEquals("device-io", failed.errorCode());
            assertTrue(failed.errorMessage().contains("bytes " + BAD + "-" + (BAD + 1024)), failed.errorMessage());
        }
    }

    @Test
    @DisplayName("X7 with rescue it completes, with zeros there and the exact bytes in the receipt")
    void rescue() throws Exception {
        try (CloneRig rig = CloneRig.of(dir, SIZE)) {
            rig.rescue = true;
            rig.sourceFaults = device -> device.unreadable(BAD, 1024);
            Receipt receipt = rig.cloned();
            assertEquals(List.of(new ByteRange(BAD, BAD + 1024)), receipt.unreadable());
            rig.assertCopied(new Extent(BAD, 1024));
        }
    }

    @Test
    @DisplayName("X7 bad sectors where nothing is used do not matter")
    void readErrorUnused() throws Exception {
        try (CloneRig rig = CloneRig.of(dir, SIZE)) {
            rig.used = List.of(new Extent(0, 8 * MIB), new Extent(10 * MIB, 4 * MIB));
            rig.sourceFaults = device -> device.unreadable(BAD, 1024);
            assertEquals(List.of(), rig.cloned().unreadable());
            rig.assertCopied();
        }
    }

    @Test
    @DisplayName("X7 nor do those in a gap so small that it is read with its neighbours")
    void readErrorInSmallGap() throws Exception {
        try (CloneRig rig = CloneRig.of(dir, SIZE)) {
            rig.used = List.of(new Extent(0, 9 * MIB), new Extent(9 * MIB + 64 * 1024, 8 * MIB));
            rig.sourceFaults = device -> device.unreadable(BAD, 1024);
            assertEquals(List.of(), rig.cloned().unreadable());
            rig.assertCopied();
        }
    }

    /** Reads that touch a byte are numbered from 1; some of them fail. */
    private static UnaryOperator<TamperedDevice> failing(long at, IntPredicate reads) {
        AtomicInteger count = new AtomicInteger();
        return device -> new TamperedDevice(device) {
            @Override
            public int read(ByteBuffer buffer, long position) throws IOException {
                boolean touches = position <= at && at < position + buffer.remaining();
                if (touches && reads.test(count.incrementAndGet())) {
                    throw new IOException("Input/output error");
                }
                return super.read(buffer, position);
            }
        };
    }

    /** For its digest and for the first fetch it cannot be read, then by the one who looks closer, then never again. */
    private static UnaryOperator<TamperedDevice> dyingAfterExamination() {
        return failing(BAD, read -> read != 3);
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @DisplayName("X7 a sector that dies after it was looked at closer fails the clone, with the exact bytes")
    void deadAfterExamination() throws Exception {
        try (CloneRig rig = CloneRig.of(dir, SIZE)) {
            rig.sourceFaults = dyingAfterExamination();
            CloneFailed failed = rig.failed();
            assertEquals("device-io", failed.errorCode());
            assertTrue(failed.errorMessage().contains("bytes " + BAD + "-" + (BAD + 512)), failed.errorMessage());
        }
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @DisplayName("X7 with rescue such a sector is in the receipt")
    void rescueAfterExamination() throws Exception {
        try (CloneRig rig = CloneRig.of(dir, SIZE)) {
            rig.rescue = true;
            rig.sourceFaults = dyingAfterExamination();
            assertEquals(List.of(new ByteRange(BAD, BAD + 512)), rig.cloned().unreadable());
            rig.assertCopied(new Extent(BAD, 512));
        }
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @DisplayName("X7 a sector that dies after its digest was made: with rescue zeros and the exact bytes all the same")
    void rescueAfterDigest() throws Exception {
        try (CloneRig rig = CloneRig.of(dir, SIZE)) {
            rig.rescue = true;
            rig.sourceFaults = failing(BAD, read -> read > 1);
            assertEquals(List.of(new ByteRange(BAD, BAD + 512)), rig.cloned().unreadable());
            rig.assertCopied(new Extent(BAD, 512));
        }
    }

    @Test
    @DisplayName(
            "X7 with rescue a disk of which every other sector is bad is copied as far as it goes, with its receipt")
    void manyBadRanges() throws Exception {
        try (CloneRig rig = CloneRig.of(dir, 2 * SIZE)) {
            rig.rescue = true;
            rig.sourceFaults = device -> new TamperedDevice(device) {
                @Override
                public int read(ByteBuffer buffer, long position) throws IOException {
                    if (buffer.remaining() > 512 || position / 512 % 2 == 1) {
                        throw new IOException("Input/output error");
                    }
                    return super.read(buffer, position);
                }
            };
            List<ByteRange> unreadable = rig.cloned().unreadable();
            assertEquals(2 * SIZE / 1024, unreadable.size());
            assertEquals(new ByteRange(512, 1024), unreadable.getFirst());
        }
    }

    @Test
    @DisplayName("WF3 X7 a moved GPT backup that the larger target does not keep fails the clone, header or entries")
    void backupTableNotKept() throws Exception {
        for (long at : List.of(LARGER - 33 * 512 + 1, LARGER - 512 + 40)) {
            try (CloneRig rig = tableToLarger()) {
                rig.targetFaults = device -> device.flipWrites(at, 1000);
                CloneFailed failed = rig.failed();
                assertEquals("device-io", failed.errorCode());
                assertTrue(failed.errorMessage().contains("backup"), failed.errorMessage());
            }
        }
    }

    @Test
    @DisplayName("WF3 X7 a bit of the moved GPT backup that flips once is found and mended")
    void backupTableFlipped() throws Exception {
        try (CloneRig rig = tableToLarger()) {
            rig.targetFaults = device -> device.flipWrites(LARGER - 33 * 512 + 1, 1);
            rig.cloned();
            String verdict = TOOLS.run(
                            Command.of("sgdisk", "-v", rig.target.path().toString()))
                    .orThrow()
                    .text();
            assertTrue(verdict.contains("No problems found"), verdict);
        }
    }

    private CloneRig tableToLarger() throws Exception {
        Path fresh = Files.createTempDirectory(dir, "rig");
        CloneRig rig = new CloneRig(fresh, SIZE, LARGER, 512);
        String device = rig.source.path().toString();
        TOOLS.run(Command.of("sgdisk", "-Z", device));
        TOOLS.run(Command.of("sgdisk", "-n", "1:2048:+10M", device)).orThrow();
        return rig;
    }

    @Test
    @DisplayName("X7 a write error on the target fails the clone and names the place")
    void writeError() throws Exception {
        try (CloneRig rig = CloneRig.of(dir, SIZE)) {
            rig.targetFaults = device -> device.unwritable(BAD, 512, "Input/output error");
            CloneFailed failed = rig.failed();
            assertEquals("device-io", failed.errorCode());
            assertTrue(
                    failed.errorMessage().contains(rig.target.path() + " failed at bytes " + 8 * MIB + "-" + 12 * MIB),
                    failed.errorMessage());
        }
    }

    @Test
    @DisplayName("X7 a target that is full, as thin storage can be, fails the clone")
    void noSpace() throws Exception {
        try (CloneRig rig = CloneRig.of(dir, SIZE)) {
            rig.targetFaults = device -> device.unwritable(16 * MIB, 8 * MIB, "No space left on device");
            assertTrue(rig.failed().errorMessage().contains("No space left on device"));
        }
    }

    @Test
    @DisplayName("X7 a bit that flips once on its way to the target is found and mended")
    void flippedWrite() throws Exception {
        try (CloneRig rig = CloneRig.of(dir, SIZE)) {
            rig.targetFaults = device -> device.flipWrites(BAD, 1);
            rig.cloned();
            rig.assertCopied();
        }
    }

    @Test
    @DisplayName("X7 a target that never keeps a bit fails the clone")
    void flippedAlways() throws Exception {
        try (CloneRig rig = CloneRig.of(dir, SIZE)) {
            rig.targetFaults = device -> device.flipWrites(BAD, 1000);
            CloneFailed failed = rig.failed();
            assertTrue(failed.errorMessage().contains("does not keep what is written"), failed.errorMessage());
            assertTrue(failed.errorMessage().contains("" + 8 * MIB), failed.errorMessage());
        }
    }

    @Test
    @DisplayName("X7 a bit that flips on the target's medium is found and mended")
    void flippedStored() throws Exception {
        try (CloneRig rig = CloneRig.of(dir, SIZE)) {
            rig.targetFaults = device -> device.flipStored(BAD);
            rig.cloned();
            rig.assertCopied();
        }
    }

    @Test
    @DisplayName("X8 a target one sector too small is refused by its node, and keeps every byte")
    void tooSmall() throws Exception {
        try (CloneRig rig = new CloneRig(dir, SIZE, SIZE - 512, 512)) {
            byte[] before = content(rig);
            CloneFailed failed = rig.failed();
            assertEquals("target-too-small", failed.errorCode());
            assertTrue(failed.errorMessage().contains(SIZE - 512 + " bytes"), failed.errorMessage());
            assertArrayEquals(before, content(rig));
        }
    }

    @Test
    @DisplayName("X2 a disk that is not the one the session is about is refused, and keeps every byte")
    void anotherDisk() throws Exception {
        try (CloneRig rig = CloneRig.of(dir, SIZE);
                TestNode from = rig.sourceNode();
                TestNode to = rig.targetNode()) {
            byte[] before = content(rig);
            DiskIdentity meant = new DiskIdentity(SIZE, "a model", "SERIAL-1", null);
            to.fetchFrom(TestNode.url(from.serve(false)), false, meant);
            CloneFailed failed = to.reports.awaitFailed();
            assertEquals("device-changed", failed.errorCode());
            assertTrue(failed.errorMessage().contains("SERIAL-1"), failed.errorMessage());
            assertArrayEquals(before, content(rig));
        }
    }

    @Test
    @DisplayName("X2 X4 a disk that two nodes of one machine have is not cloned onto itself, and keeps every byte")
    void ontoItself() throws Exception {
        try (CloneRig rig = CloneRig.of(dir, SIZE);
                TestNode from = rig.sourceNode();
                TestNode to = rig.targetNode(rig.source)) {
            byte[] before = CloneRig.bytes(rig.source.file(), new Extent(0, SIZE));
            to.fetchFrom(TestNode.url(from.serve(false)), false);
            CloneFailed failed = to.reports.awaitFailed();
            assertEquals("conflict", failed.errorCode());
            assertTrue(failed.errorMessage().contains("the source disk itself"), failed.errorMessage());
            assertArrayEquals(before, CloneRig.bytes(rig.source.file(), new Extent(0, SIZE)));
        }
    }

    private static byte[] content(CloneRig rig) throws Exception {
        return CloneRig.bytes(rig.target.file(), new Extent(0, SIZE - 512));
    }
}
