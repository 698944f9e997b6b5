package io.pureboot.node.session;

import static io.pureboot.node.session.CloneRig.MIB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.node.disk.DiskScanner;
import io.pureboot.node.transfer.TamperedDevice;
import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.protocol.session.CloneFailed;
import io.pureboot.protocol.session.Receipt;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A target has read everything back, and the source is away, or says no, when it is asked for its signature. */
class ReceiptLoopTest {
    private static final long SIZE = 12 * MIB;

    @TempDir
    Path dir;

    private final CountDownLatch readBack = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    /** With a target that stops when all is read back: on a larger one the table is looked at then. */
    private CloneRig rig() throws IOException {
        CloneRig rig = new CloneRig(dir, SIZE, SIZE + 8 * MIB, 512);
        rig.targetFaults = device -> new TamperedDevice(device) {
            @Override
            public int read(ByteBuffer buffer, long position) throws IOException {
                if (position == 0 && buffer.remaining() == 512) {
                    readBack.countDown();
                    await(goOn);
                }
                return super.read(buffer, position);
            }
        };
        return rig;
    }

    /** Until the source has died and the target has everything. */
    private void copied(CloneRig rig, TestNode to) throws IOException {
        try (TestNode from = rig.sourceNode()) {
            to.fetchFrom(TestNode.url(from.serve(false)), false);
            await(readBack);
        }
    }

    private static void completed(CloneRig rig, TestNode to) throws Exception {
        try (TestNode again = rig.sourceNode()) {
            to.fetchFrom(TestNode.url(again.serve(false)), false);
            Receipt receipt = CloneRig.receipt(to.reports.awaitComplete());
            assertEquals(receipt.bytesUsed(), receipt.bytesVerified());
            rig.assertCopied();
        }
    }

    @Test
    @DisplayName("X11 a finished target waits for a source that is away, however long, and has it sign")
    void sourceAway() throws Exception {
        try (CloneRig rig = rig();
                TestNode to = rig.targetNode()) {
            copied(rig, to);
            try (ServerSocket deaf = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
                to.fetchFrom("https://127.0.0.1:" + deaf.getLocalPort(), false);
                goOn.countDown();
                for (int knocks = 0; knocks < 3; knocks++) {
                    try (Socket knock = deaf.accept()) {
                        assertTrue(knock.isConnected());
                    }
                }
            }
            assertFalse(to.reports.saidCompleted(), "without the source");
            completed(rig, to);
        }
    }

    @Test
    @DisplayName("X9 X11 a certificate that is renewed while the source is away does not spoil the receipt")
    void renewedMeanwhile() throws Exception {
        try (CloneRig rig = rig();
                TestNode to = rig.targetNode()) {
            to.reports.certificatesSoonOver();
            copied(rig, to);
            int before = to.reports.certificates();
            goOn.countDown();
            to.reports.awaitCertificates(before + 3);
            completed(rig, to);
        }
    }

    @Test
    @DisplayName(
            "X5 a source that cannot tell any more that its disk is what it was says no, and the clone fails with that")
    void sourceSaysNo() throws Exception {
        CloneFailed failed = failedWhenAskedToSign(() -> new IOException("it has been pulled out"));
        assertEquals("device-changed", failed.errorCode());
        assertTrue(failed.errorMessage().contains("it has been pulled out"), failed.errorMessage());
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @DisplayName("X5 a source with a fault of its own when it is asked to sign is not asked for ever: the clone fails")
    void sourceAtFault() throws Exception {
        CloneFailed failed = failedWhenAskedToSign(() -> {
            throw new IllegalStateException("a fault of the program");
        });
        assertEquals("internal", failed.errorCode());
        assertTrue(failed.errorMessage().contains("a fault of the program"), failed.errorMessage());
    }

    private CloneFailed failedWhenAskedToSign(Supplier<IOException> trouble) throws Exception {
        try (CloneRig rig = CloneRig.of(dir, SIZE)) {
            rig.sourceScans = scanner -> new DiskScanner() {
                private final AtomicInteger scans = new AtomicInteger();

                @Override
                public List<DiskInfo> scan() throws IOException {
                    return scanner.scan();
                }

                @Override
                public DiskInfo scan(String device) throws IOException {
                    if (scans.incrementAndGet() > 2) {
                        throw trouble.get();
                    }
                    return scanner.scan(device);
                }
            };
            return rig.failed();
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            assertTrue(latch.await(90, TimeUnit.SECONDS), "waited in vain");
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
