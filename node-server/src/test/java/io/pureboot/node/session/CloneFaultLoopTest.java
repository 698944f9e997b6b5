package io.pureboot.node.session;

import static io.pureboot.node.session.CloneRig.MIB;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.linux.block.Extent;
import io.pureboot.protocol.disk.DiskIdentity;
import io.pureboot.protocol.session.ByteRange;
import io.pureboot.protocol.session.CloneFailed;
import io.pureboot.protocol.session.Receipt;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks that fail under a clone. */
class CloneFaultLoopTest {
    private static final long SIZE = 24 * MIB;
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

    private static byte[] content(CloneRig rig) throws Exception {
        return CloneRig.bytes(rig.target.file(), new Extent(0, SIZE - 512));
    }
}
