package io.pureboot.node.session;

import static io.pureboot.node.session.CloneRig.MIB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.linux.block.BlockDevice;
import io.pureboot.linux.block.Extent;
import io.pureboot.linux.block.ForwardingBlockDevice;
import io.pureboot.node.transfer.TamperedDevice;
import io.pureboot.protocol.session.ByteRange;
import io.pureboot.protocol.session.CloneFailed;
import io.pureboot.protocol.session.PartitionNote;
import io.pureboot.protocol.session.Receipt;
import io.pureboot.protocol.session.SourceReady;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources that somebody writes to, in the middle of a clone or while their node is away. */
class ChangedSourceLoopTest {
    private static final long SIZE = 48 * MIB;
    private static final long HALF = 24 * MIB;

    @TempDir
    Path dir;

    /**
     * Holds reads of the second half of a disk until it is let go, for good or for worse. Not the first of each place:
     * those are for the digests that tell whether the target holds it already.
     */
    private static final class Half {
        private final Set<Long> read = ConcurrentHashMap.newKeySet();
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch over = new CountDownLatch(1);
        private volatile boolean lost;

        BlockDevice of(BlockDevice device) {
            return new ForwardingBlockDevice(device) {
                @Override
                public int read(ByteBuffer buffer, long position) throws IOException {
                    if (position >= HALF && !read.add(position)) {
                        reached.countDown();
                        await(over);
                        if (lost) {
                            throw new IOException("its node was killed");
                        }
                    }
                    return super.read(buffer, position);
                }
            };
        }

        void awaitReached() throws IOException {
            await(reached);
        }

        void release() {
            over.countDown();
        }

        void kill() {
            lost = true;
            over.countDown();
        }

        private static void await(CountDownLatch latch) throws IOException {
            try {
                assertTrue(latch.await(90, TimeUnit.SECONDS), "waited in vain");
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    /** Another program's write, through the block device as any of them. */
    private static void write(CloneRig rig, long at) throws IOException {
        try (FileChannel channel = FileChannel.open(rig.source.path(), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap("written by somebody else".getBytes(StandardCharsets.UTF_8)), at);
            channel.force(true);
        }
    }

    @Test
    @DisplayName(
            "X14 a source that another program writes to in the middle fails the clone: the copy is of no one moment")
    void writtenMeanwhile() throws Exception {
        try (CloneRig rig = CloneRig.of(dir, SIZE)) {
            Half half = new Half();
            rig.sourceAccess = half::of;
            try (TestNode from = rig.sourceNode();
                    TestNode to = rig.targetNode()) {
                to.fetchFrom(TestNode.url(from.serve(false)), false);
                half.awaitReached();
                write(rig, 5 * MIB);
                half.release();
                CloneFailed failed = from.reports.awaitFailed();
                assertEquals("device-busy", failed.errorCode());
                assertTrue(failed.errorMessage().contains("was written to"), failed.errorMessage());
                assertFalse(to.reports.saidCompleted());
            }
        }
    }

    @Test
    @DisplayName("X14 what was written to the source before the clone began, and is in memory only, is copied")
    void writtenBefore() throws Exception {
        try (CloneRig rig = CloneRig.of(dir, SIZE);
                FileChannel channel = FileChannel.open(rig.source.path(), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}), 7 * MIB);
            rig.cloned();
            rig.assertCopied();
        }
    }

    @Test
    @DisplayName("X11 X14 a source changed while its node was away: what came before is compared with what it is now")
    void changedWhileAway() throws Exception {
        try (CloneRig rig = CloneRig.of(dir, SIZE);
                TestNode to = rig.targetNode()) {
            interrupted(rig, to);
            write(rig, 5 * MIB);
            try (TestNode again = rig.sourceNode()) {
                to.fetchFrom(TestNode.url(again.serve(false)), false);
                Receipt receipt = CloneRig.receipt(to.reports.awaitComplete());
                assertEquals(receipt.bytesUsed(), receipt.bytesVerified());
                rig.assertCopied();
            }
        }
    }

    @Test
    @DisplayName(
            "X11 X14 a source that died after the read back, and was written to, signs nothing it has not read anew")
    void changedAfterReadBack() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        try (CloneRig rig = new CloneRig(dir, SIZE, SIZE + 8 * MIB, 512)) {
            // On a larger target the table is looked at when all else is read back.
            rig.targetFaults = device -> new TamperedDevice(device) {
                @Override
                public int read(ByteBuffer buffer, long position) throws IOException {
                    if (position == 0 && buffer.remaining() == 512) {
                        reached.countDown();
                        Half.await(over);
                    }
                    return super.read(buffer, position);
                }
            };
            try (TestNode to = rig.targetNode()) {
                try (TestNode from = rig.sourceNode()) {
                    to.fetchFrom(TestNode.url(from.serve(false)), false);
                    Half.await(reached);
                }
                write(rig, 5 * MIB);
                try (TestNode again = rig.sourceNode()) {
                    to.fetchFrom(TestNode.url(again.serve(false)), false);
                    over.countDown();
                    Receipt receipt = CloneRig.receipt(to.reports.awaitComplete());
                    assertEquals(receipt.bytesUsed(), receipt.bytesVerified());
                    rig.assertCopied();
                }
            }
        }
    }

    @Test
    @DisplayName("X11 X7 what a source could not read before its node died is in the receipt all the same")
    void unreadableBeforeAway() throws Exception {
        try (CloneRig rig = CloneRig.of(dir, SIZE);
                TestNode to = rig.targetNode()) {
            rig.rescue = true;
            interrupted(rig, to);
            rig.sourceFaults = device -> device.unreadable(3 * MIB, 512);
            try (TestNode again = rig.sourceNode()) {
                to.fetchFrom(TestNode.url(again.serve(true)), true);
                Receipt receipt = CloneRig.receipt(to.reports.awaitComplete());
                assertEquals(List.of(new ByteRange(3 * MIB, 3 * MIB + 512)), receipt.unreadable());
                rig.assertCopied(new Extent(3 * MIB, 512));
            }
        }
    }

    @Test
    @DisplayName("X11 X14 a source that has other things to copy when its node is back fails the clone")
    void otherMapAfterAway() throws Exception {
        try (CloneRig rig = CloneRig.of(dir, SIZE);
                TestNode to = rig.targetNode()) {
            interrupted(rig, to);
            rig.used = List.of(new Extent(0, SIZE - 8 * MIB));
            try (TestNode again = rig.sourceNode()) {
                to.fetchFrom(TestNode.url(again.serve(false)), false);
                CloneFailed failed = to.reports.awaitFailed();
                assertEquals("device-changed", failed.errorCode());
                assertTrue(failed.errorMessage().contains("while its node was away"), failed.errorMessage());
                assertFalse(to.reports.saidCompleted());
            }
        }
    }

    @Test
    @DisplayName("X11 both nodes away, less to copy afterwards: nothing of what was copied before is left")
    void lessToCopyAfterBothWereAway() throws Exception {
        try (CloneRig rig = CloneRig.of(dir, SIZE)) {
            try (TestNode to = rig.targetNode()) {
                interrupted(rig, to);
            }
            rig.used = List.of(new Extent(8 * MIB, SIZE - 8 * MIB));
            rig.cloned();
            rig.assertCopied();
            for (byte each : CloneRig.bytes(rig.target.file(), new Extent(0, 8 * MIB))) {
                assertEquals(0, each, "left from the first attempt");
            }
        }
    }

    @Test
    @DisplayName("X14 a disk whose writes the kernel does not count is said to be unwatched, in session and receipt")
    void unwatched() throws Exception {
        try (CloneRig rig = CloneRig.of(dir, 12 * MIB)) {
            rig.writesCounted = false;
            try (TestNode from = rig.sourceNode();
                    TestNode to = rig.targetNode()) {
                SourceReady ready = from.serve(false);
                to.fetchFrom(TestNode.url(ready), false);
                Receipt receipt = CloneRig.receipt(to.reports.awaitComplete());
                for (List<PartitionNote> notes : List.of(Objects.requireNonNull(ready.notes()), receipt.partitions())) {
                    PartitionNote note = notes.getLast();
                    assertEquals("unwatched", note.method());
                    assertEquals(0, note.bytes());
                    assertTrue(String.valueOf(note.reason()).contains("does not count"), note.reason());
                }
            }
        }
    }

    @Test
    @DisplayName("X14 a disk whose writes are counted has no such note")
    void watched() throws Exception {
        try (CloneRig rig = CloneRig.of(dir, 4 * MIB)) {
            assertEquals(List.of(), rig.cloned().partitions());
        }
    }

    /** The source is gone when the target holds about half. */
    private static void interrupted(CloneRig rig, TestNode to) throws Exception {
        Half half = new Half();
        rig.sourceAccess = half::of;
        try (TestNode from = rig.sourceNode()) {
            to.fetchFrom(TestNode.url(from.serve(rig.rescue)), rig.rescue);
            half.awaitReached();
        } finally {
            half.kill();
            rig.sourceAccess = device -> device;
        }
    }
}
