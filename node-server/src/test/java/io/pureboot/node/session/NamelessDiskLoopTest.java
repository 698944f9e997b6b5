package io.pureboot.node.session;

import static io.pureboot.node.session.CloneRig.MIB;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.linux.block.Extent;
import io.pureboot.linux.block.LoopDevice;
import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.ProcessCommandRunner;
import io.pureboot.node.filesystem.UsedMap;
import io.pureboot.node.transfer.TamperedDevice;
import io.pureboot.protocol.disk.DiskContents;
import io.pureboot.protocol.node.Order;
import io.pureboot.protocol.session.CloneFailed;
import io.pureboot.protocol.session.CloneProgressUpdate;
import io.pureboot.protocol.session.SourceReady;
import io.pureboot.protocol.session.TransferPhase;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks that show neither serial number nor world wide name, as loop devices do: what they hold tells them apart. */
class NamelessDiskLoopTest {
    private static final ProcessCommandRunner TOOLS = new ProcessCommandRunner();
    private static final Duration TWO_REPORTS = Duration.ofMillis(2500);
    private static final long SIZE = 24 * MIB;

    @TempDir
    Path dir;

    private static void format(LoopDevice disk, String label) throws IOException {
        assertEquals(
                0,
                TOOLS.run(Command.of(
                                "mkfs.ext4",
                                "-q",
                                "-F",
                                "-L",
                                label,
                                disk.path().toString()))
                        .exitCode());
    }

    @Test
    @DisplayName("X2 another disk like the target under its name is not written")
    void otherTarget() throws Exception {
        try (CloneRig rig = CloneRig.of(dir, SIZE);
                LoopDevice other = LoopDevice.create(dir.resolve("other"), SIZE, 512);
                TestNode from = rig.sourceNode();
                TestNode chosen = rig.targetNode();
                TestNode swapped = rig.targetNode(other)) {
            format(rig.target, "old");
            format(other, "precious");
            DiskContents held = DiskContents.of(chosen.scan());
            assertTrue(chosen.identity().nameless());
            assertEquals(chosen.identity(), swapped.identity());
            byte[] before = CloneRig.bytes(other.file(), new Extent(0, SIZE));
            String url = TestNode.url(from.serve(false));
            swapped.runner.apply(List.of(swapped.target(url, false, chosen.identity(), held)));
            CloneFailed failed = swapped.reports.awaitFailed();
            assertEquals("conflict", failed.errorCode());
            for (String said : List.of("'old'", "'precious'", "Scan the disks again", "session anew")) {
                assertTrue(failed.errorMessage().contains(said), failed.errorMessage());
            }
            assertArrayEquals(before, CloneRig.bytes(other.file(), new Extent(0, SIZE)));
        }
    }

    @Test
    @DisplayName("X2 a target that was exchanged after it was looked at, before it is opened, is not written")
    void exchangedMeanwhile() throws Exception {
        try (CloneRig rig = CloneRig.of(dir, SIZE);
                TestNode from = rig.sourceNode();
                TestNode to = rig.targetNode()) {
            format(rig.target, "old");
            rig.targetOpening = () -> format(rig.target, "precious");
            String url = TestNode.url(from.serve(false));
            to.runner.apply(List.of(to.target(url, false, to.identity(), DiskContents.of(to.scan()))));
            CloneFailed failed = to.reports.awaitFailed();
            assertEquals("conflict", failed.errorCode());
            assertTrue(failed.errorMessage().contains("'precious'"), failed.errorMessage());
        }
    }

    @Test
    @DisplayName("X2 another disk like the source under its name is not served")
    void otherSource() throws Exception {
        try (CloneRig rig = CloneRig.of(dir, SIZE);
                TestNode from = rig.sourceNode()) {
            format(rig.source, "chosen");
            DiskContents held = DiskContents.of(from.scan());
            format(rig.source, "another");
            from.runner.apply(List.of(
                    new Order.Source(TestNode.SESSION, rig.source.path().toString(), from.identity(), held, 0, false)));
            CloneFailed failed = from.reports.awaitFailed();
            assertEquals("conflict", failed.errorCode());
            assertTrue(failed.errorMessage().contains("'chosen'"), failed.errorMessage());
        }
    }

    @Test
    @DisplayName("X2 a source that was exchanged while its used blocks were looked up is not served by the other's")
    void sourceExchangedMeanwhile() throws Exception {
        try (CloneRig rig = CloneRig.of(dir, SIZE)) {
            format(rig.source, "mapped");
            rig.mapper = info -> {
                format(rig.source, "another");
                return new UsedMap(info.sizeBytes(), rig.used, List.of());
            };
            try (TestNode from = rig.sourceNode()) {
                from.runner.apply(List.of(new Order.Source(
                        TestNode.SESSION, rig.source.path().toString(), from.identity(), null, 0, false)));
                CloneFailed failed = from.reports.awaitFailed();
                assertEquals("conflict", failed.errorCode());
                assertTrue(failed.errorMessage().contains("'another'"), failed.errorMessage());
            }
        }
    }

    @Test
    @DisplayName("X2 X11 a target half written by this very session goes on, whatever it held when it was chosen")
    void halfWritten() throws Exception {
        try (CloneRig rig = CloneRig.of(dir, SIZE);
                TestNode from = rig.sourceNode()) {
            format(rig.target, "old");
            SourceReady ready = from.serve(false);
            AtomicInteger writes = new AtomicInteger();
            rig.targetFaults = device -> new TamperedDevice(device) {
                @Override
                public void write(ByteBuffer buffer, long position) throws IOException {
                    if (writes.incrementAndGet() > 3) {
                        throw new IOException("it has been pulled out");
                    }
                    super.write(buffer, position);
                }
            };
            DiskContents held;
            try (TestNode first = rig.targetNode()) {
                held = DiskContents.of(first.scan());
                first.runner.apply(List.of(first.target(TestNode.url(ready), false, first.identity(), held)));
                first.reports.awaitFailed();
            }
            rig.targetFaults = device -> device;
            try (TestNode again = rig.targetNode()) {
                assertFalse(held.equals(DiskContents.of(again.scan())));
                again.runner.apply(List.of(again.target(TestNode.url(ready), false, again.identity(), held)));
                CloneRig.receipt(again.reports.awaitComplete());
                rig.assertCopied();
            }
        }
    }

    @Test
    @DisplayName("X2 that the session has begun to write changes its order, and nothing starts anew for that")
    void begun() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        try (CloneRig rig = CloneRig.of(dir, SIZE)) {
            rig.targetFaults = device -> new TamperedDevice(device) {
                @Override
                public void write(ByteBuffer buffer, long position) throws IOException {
                    try {
                        assertTrue(told.await(60, TimeUnit.SECONDS));
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    super.write(buffer, position);
                }
            };
            try (TestNode from = rig.sourceNode();
                    TestNode to = rig.targetNode()) {
                String url = TestNode.url(from.serve(false));
                Order.Target order = to.target(url, false, to.identity(), DiskContents.of(to.scan()));
                to.runner.apply(List.of(order));
                to.reports.awaitProgress(update -> true);
                to.runner.apply(List.of(order.begun()));
                told.countDown();
                to.reports.awaitComplete();
                rig.assertCopied();
                assertEquals(1, to.reports.certificates());
                assertEquals(1, to.runner.active().size());
            }
        }
    }

    @Test
    @DisplayName("X2 an order that is told late, after the end, starts nothing anew")
    void begunLate() throws Exception {
        try (CloneRig rig = CloneRig.of(dir, SIZE);
                TestNode from = rig.sourceNode();
                TestNode to = rig.targetNode()) {
            format(rig.target, "old");
            String url = TestNode.url(from.serve(false));
            Order.Target order = to.target(url, false, to.identity(), new DiskContents("", "something else"));
            to.runner.apply(List.of(order));
            to.reports.awaitFailed();
            to.runner.apply(List.of(order.begun()));
            to.runner.apply(List.of());
            to.runner.awaitStopped();
            assertEquals(1, to.reports.certificates());
        }
    }

    @Test
    @DisplayName("X2 the target tells of its work before the first byte changes, and not while nothing is begun")
    void toldBeforeTheFirstByte() throws Exception {
        AtomicReference<List<CloneProgressUpdate>> opening = new AtomicReference<>();
        AtomicReference<List<CloneProgressUpdate>> writing = new AtomicReference<>();
        AtomicReference<RecordingReports> reports = new AtomicReference<>();
        try (CloneRig rig = CloneRig.of(dir, SIZE)) {
            rig.targetOpening =
                    () -> opening.set(Objects.requireNonNull(reports.get()).progressWithin(TWO_REPORTS));
            rig.targetFaults = device -> new TamperedDevice(device) {
                @Override
                public void write(ByteBuffer buffer, long position) throws IOException {
                    writing.compareAndSet(
                            null, Objects.requireNonNull(reports.get()).progress());
                    super.write(buffer, position);
                }

                @Override
                public void zero(Extent range) throws IOException {
                    writing.compareAndSet(
                            null, Objects.requireNonNull(reports.get()).progress());
                    super.zero(range);
                }
            };
            try (TestNode from = rig.sourceNode();
                    TestNode to = rig.targetNode()) {
                reports.set(to.reports);
                to.fetchFrom(TestNode.url(from.serve(false)), false);
                to.reports.awaitComplete();
                assertEquals(List.of(), opening.get(), "nothing was begun");
                // A report of every second may have come between.
                assertFalse(Objects.requireNonNull(writing.get()).isEmpty(), "written before it was told");
                assertEquals(
                        TransferPhase.TRANSFERRING, writing.get().getFirst().status());
                rig.assertCopied();
            }
        }
    }
}
