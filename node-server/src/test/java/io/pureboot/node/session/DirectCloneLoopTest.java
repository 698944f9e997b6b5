package io.pureboot.node.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.linux.block.Extent;
import io.pureboot.linux.block.LoopDevice;
import io.pureboot.node.filesystem.ExtentMapper;
import io.pureboot.node.filesystem.UsedMap;
import io.pureboot.node.tls.PemCertificates;
import io.pureboot.node.tls.SessionKey;
import io.pureboot.node.tls.TestAuthority;
import io.pureboot.protocol.ProtocolJson;
import io.pureboot.protocol.session.CloneComplete;
import io.pureboot.protocol.session.Receipt;
import io.pureboot.protocol.session.SignedReceipt;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes' sessions and two loop devices, over real TLS. */
class DirectCloneLoopTest {
    private static final long MIB = 1 << 20;
    private static final TestAuthority CA = new TestAuthority();

    @TempDir
    Path dir;

    @Test
    @DisplayName("WF1 KD7 DF8 every used byte arrives, is read back, and both nodes sign for it")
    void everyUsedByte() throws Exception {
        List<Extent> used = List.of(
                new Extent(0, 3 * MIB), new Extent(9 * MIB + 512, 20 * MIB), new Extent(41 * MIB, 3 * MIB + 7 * 512));
        try (LoopDevice source = LoopDevice.create(dir.resolve("source"), 48 * MIB, 512);
                LoopDevice target = LoopDevice.create(dir.resolve("target"), 48 * MIB, 512)) {
            fill(source.file(), 1);
            fill(target.file(), 2);
            Receipt receipt = receipt(cloned(source, target, used));
            assertEquals(9 * 4 * MIB, receipt.bytesUsed());
            assertEquals(receipt.bytesUsed(), receipt.bytesVerified());
            assertEquals(0, receipt.bytesReused());
            byte[] expected = Files.readAllBytes(source.file());
            byte[] got = Files.readAllBytes(target.file());
            for (Extent extent : used) {
                for (long i = extent.start(); i < extent.end(); i++) {
                    assertEquals(expected[(int) i], got[(int) i], "byte " + i);
                }
            }
            assertEquals(0, got[(int) (3 * MIB + 100)], "an unused byte of the source crossed the wire");
        }
    }

    private CloneComplete cloned(LoopDevice source, LoopDevice target, List<Extent> used) throws Exception {
        try (TestNode from = node("source-node", source, disk -> new UsedMap(disk.sizeBytes(), used, List.of()));
                TestNode to = node("target-node", target, unusedMapper())) {
            to.fetchFrom(TestNode.url(from.serve(false)), false);
            return to.reports.awaitComplete();
        }
    }

    private TestNode node(String id, LoopDevice disk, ExtentMapper mapper) {
        return new TestNode(CA, id, disk, mapper, Devices.direct(), dir.resolve(id));
    }

    private static ExtentMapper unusedMapper() {
        return disk -> {
            throw new AssertionError("a target needs no map");
        };
    }

    private static Receipt receipt(CloneComplete complete) throws Exception {
        SignedReceipt signed = Objects.requireNonNull(complete.receipt());
        String json = signed.receiptJson();
        assertTrue(SessionKey.verified(PemCertificates.first(signed.targetCertPem()), json, signed.targetSignature()));
        assertTrue(SessionKey.verified(
                PemCertificates.first(Objects.requireNonNull(signed.sourceCertPem())),
                json,
                Objects.requireNonNull(signed.sourceSignature())));
        return ProtocolJson.mapper().readValue(json, Receipt.class);
    }

    private static void fill(Path file, long seed) throws Exception {
        Random random = new Random(seed);
        byte[] block = new byte[(int) MIB];
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (long at = 0; at < channel.size(); at += MIB) {
                random.nextBytes(block);
                channel.write(ByteBuffer.wrap(block), at);
            }
            channel.force(true);
        }
    }
}
