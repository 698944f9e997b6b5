package io.pureboot.node.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.linux.block.BlockDevice;
import io.pureboot.linux.block.Extent;
import io.pureboot.linux.block.LoopDevice;
import io.pureboot.linux.sysfs.DiskWrites;
import io.pureboot.node.disk.DiskScanner;
import io.pureboot.node.filesystem.ExtentMapper;
import io.pureboot.node.filesystem.UsedMap;
import io.pureboot.node.tls.PemCertificates;
import io.pureboot.node.tls.SessionKey;
import io.pureboot.node.tls.TestAuthority;
import io.pureboot.node.transfer.TamperedDevice;
import io.pureboot.protocol.ProtocolJson;
import io.pureboot.protocol.session.CloneComplete;
import io.pureboot.protocol.session.CloneFailed;
import io.pureboot.protocol.session.Receipt;
import io.pureboot.protocol.session.SignedReceipt;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Source and target disk of one test, filled with different noise, and what is asked of a clone between them. */
final class CloneRig implements AutoCloseable {
    static final long MIB = 1 << 20;
    static final TestAuthority CA = new TestAuthority();

    final LoopDevice source;
    final LoopDevice target;
    final Path dir;
    List<Extent> used;
    boolean rescue;
    /** Whether the kernel counts what is written to a disk. */
    boolean writesCounted = true;
    /** Null for {@link #used}. */
    @Nullable
    ExtentMapper mapper;

    /** Between the source's role and its scans. */
    UnaryOperator<DiskScanner> sourceScans = scanner -> scanner;

    /** Between the source's disk and its faults. */
    UnaryOperator<BlockDevice> sourceAccess = device -> device;

    /** Something to do. */
    interface Step {
        void run() throws IOException;
    }

    /** Just before the target's disk is opened. */
    Step targetOpening = () -> {};

    UnaryOperator<TamperedDevice> sourceFaults = device -> device;
    UnaryOperator<TamperedDevice> targetFaults = device -> device;

    CloneRig(Path dir, long sourceSize, long targetSize, int sectorSize) throws IOException {
        this.dir = dir;
        this.source = LoopDevice.create(dir.resolve("source"), sourceSize, sectorSize);
        this.target = LoopDevice.create(dir.resolve("target"), targetSize, sectorSize);
        this.used = List.of(new Extent(0, sourceSize));
        fill(source.file(), 1);
        fill(target.file(), 2);
    }

    static CloneRig of(Path dir, long sourceSize) throws IOException {
        return new CloneRig(dir, sourceSize, sourceSize, 512);
    }

    static void fill(Path file, long seed) throws IOException {
        Random random = new Random(seed);
        byte[] block = new byte[(int) MIB];
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            long size = channel.size();
            for (long at = 0; at < size; at += MIB) {
                random.nextBytes(block);
                channel.write(ByteBuffer.wrap(block, 0, (int) Math.min(MIB, size - at)), at);
            }
            channel.force(true);
        }
    }

    TestNode sourceNode() {
        return node("source-node", source, sourceFaults, sourceScans);
    }

    TestNode targetNode() {
        return targetNode(target);
    }

    TestNode targetNode(LoopDevice disk) {
        return node("target-node", disk, targetFaults, scanner -> scanner);
    }

    private TestNode node(
            String id, LoopDevice disk, UnaryOperator<TamperedDevice> faults, UnaryOperator<DiskScanner> scans) {
        Devices devices = new Devices() {
            @Override
            public BlockDevice source(String device) throws IOException {
                return faults.apply(
                        new TamperedDevice(sourceAccess.apply(Devices.direct().source(device))));
            }

            @Override
            public BlockDevice target(String device) throws IOException {
                targetOpening.run();
                return faults.apply(new TamperedDevice(Devices.direct().target(device)));
            }

            @Override
            public DiskWrites writes(String device) throws IOException {
                return writesCounted
                        ? Devices.direct().writes(device)
                        : DiskWrites.of(dir.resolve("no-sys"), Path.of("/dev"), device);
            }
        };
        return new TestNode(
                CA,
                id,
                disk,
                Objects.requireNonNullElse(mapper, info -> new UsedMap(info.sizeBytes(), used, List.of())),
                scans,
                devices,
                dir.resolve(id));
    }

    /** Runs the clone to its good end. */
    Receipt cloned() throws Exception {
        try (TestNode from = sourceNode();
                TestNode to = targetNode()) {
            to.fetchFrom(TestNode.url(from.serve(rescue)), rescue);
            return receipt(to.reports.awaitComplete());
        }
    }

    /** Runs the clone to its failure; nothing may have said that it was completed. */
    CloneFailed failed() throws Exception {
        try (TestNode from = sourceNode();
                TestNode to = targetNode()) {
            to.fetchFrom(TestNode.url(from.serve(rescue)), rescue);
            CloneFailed failed = to.reports.awaitFailed();
            assertEquals(false, to.reports.saidCompleted());
            return failed;
        }
    }

    /** Checks both signatures. */
    static Receipt receipt(CloneComplete complete) throws Exception {
        SignedReceipt signed = Objects.requireNonNull(complete.receipt());
        String json = signed.receiptJson();
        assertTrue(SessionKey.verified(PemCertificates.first(signed.targetCertPem()), json, signed.targetSignature()));
        assertTrue(SessionKey.verified(
                PemCertificates.first(Objects.requireNonNull(signed.sourceCertPem())),
                json,
                Objects.requireNonNull(signed.sourceSignature())));
        return ProtocolJson.mapper().readValue(json, Receipt.class);
    }

    /** The used bytes of the source are on the target. */
    void assertCopied() throws IOException {
        assertCopied(new Extent(0, 0));
    }

    /** All but a range, in which the target has zeros. */
    void assertCopied(Extent missing) throws IOException {
        byte[] zeros = new byte[(int) missing.length()];
        for (Extent extent : used) {
            byte[] expected = bytes(source.file(), extent);
            if (missing.length() > 0 && extent.overlaps(missing)) {
                System.arraycopy(zeros, 0, expected, (int) (missing.start() - extent.start()), zeros.length);
            }
            int difference = java.util.Arrays.mismatch(expected, bytes(target.file(), extent));
            assertEquals(-1, difference, "differs at byte " + (extent.start() + difference));
        }
    }

    static byte[] bytes(Path file, Extent extent) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) extent.length());
        try (FileChannel channel = FileChannel.open(file)) {
            while (buffer.hasRemaining() && channel.read(buffer, extent.start() + buffer.position()) > 0) {
                // until all of it is there
            }
        }
        return buffer.array();
    }

    @Override
    public void close() throws IOException {
        try {
            source.close();
        } finally {
            target.close();
        }
    }
}
