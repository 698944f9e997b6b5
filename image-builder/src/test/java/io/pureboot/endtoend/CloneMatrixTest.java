package io.pureboot.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.pureboot.linux.block.LoopDevice;
import io.pureboot.protocol.ProtocolJson;
import io.pureboot.protocol.session.CloneSession;
import io.pureboot.protocol.session.PartitionNote;
import io.pureboot.protocol.session.Receipt;
import io.pureboot.protocol.session.SessionStatus;
import io.pureboot.testing.Prerequisites;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every disk of the matrix, cloned between two node processes, checked with the distribution's own tools. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CloneMatrixTest {
    private static final long MIB = 1 << 20;

    private final List<LoopDevice> loops = new ArrayList<>();
    private final Map<String, Pair> pairs = new HashMap<>();
    private final List<TestDisk> disks = new ArrayList<>();
    private TestCluster cluster;
    private TestNode source;
    private TestNode target;

    private record Pair(LoopDevice source, LoopDevice target) {}

    @BeforeAll
    void start(@TempDir Path temp) throws Exception {
        Prerequisites.requireLoop();
        for (String tool : List.of(
                "mkfs.xfs",
                "mkfs.btrfs",
                "mkfs.ntfs",
                "mkfs.exfat",
                "mount.exfat-fuse",
                "mcopy",
                "sgdisk",
                "partclone.extfs",
                "parted")) {
            Prerequisites.requireTool(tool);
        }
        disks.addAll(new MatrixDisks(temp).all());
        List<Path> sources = new ArrayList<>();
        List<Path> targets = new ArrayList<>();
        int larger = 0;
        for (TestDisk disk : disks) {
            // Every other target is larger, by an odd amount.
            long more = larger++ % 2 == 0 ? 0 : 37 * MIB + 4096;
            LoopDevice from = keep(LoopDevice.attach(disk.image(), disk.sectorSize()));
            LoopDevice to = keep(LoopDevice.create(
                    temp.resolve("target-" + larger + ".img"), disk.size() + more, disk.sectorSize()));
            sources.add(from.path());
            targets.add(to.path());
            pairs.put(disk.name(), new Pair(from, to));
        }
        cluster = TestCluster.start(temp);
        source = cluster.node("source", sources);
        target = cluster.node("target", targets);
    }

    private LoopDevice keep(LoopDevice loop) {
        loops.add(loop);
        return loop;
    }

    @AfterAll
    void stop() throws Exception {
        if (cluster != null) {
            cluster.close();
        }
        for (LoopDevice loop : loops) {
            loop.close();
        }
    }

    List<TestDisk> disks() {
        return disks;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("disks")
    @DisplayName("WF1 CM6 KD4 DF8 X14 X13 every disk arrives whole, and nothing of what the target was before is left")
    void isClonedFaithfully(TestDisk disk) throws Exception {
        Pair pair = Objects.requireNonNull(pairs.get(disk.name()));
        String before = FileTree.sha256(disk.image());
        OldSignatures.lvm(pair.target().path());
        OldSignatures.zfs(pair.target().path());
        OldSignatures.md(pair.target().path());
        long trafficBefore = controllerTraffic();
        String id = cluster.clone(
                source, pair.source().path(), target, pair.target().path());
        CloneSession done = cluster.await(id, "completed", session -> session.status() == SessionStatus.COMPLETED);

        disk.verify(pair.target().path());
        assertEquals(
                OldSignatures.found(pair.source().path()),
                OldSignatures.found(pair.target().path()),
                "signatures on the target");
        assertFalse(OldSignatures.isPhysicalVolume(pair.target().path()), "LVM still finds its volume");
        assertEquals(before, FileTree.sha256(disk.image()), "X14 the source was changed");
        Receipt receipt = receipt(id);
        assertEquals(disk.size(), receipt.sourceDisk().sizeBytes());
        assertEquals(receipt.bytesUsed(), receipt.bytesVerified(), "not everything was read back");
        assertTrue(receipt.unreadable().isEmpty());
        assertTrue(done.hasReceipt());
        assertCopiedRaw(disk, receipt.partitions());
        long traffic = controllerTraffic() - trafficBefore;
        assertTrue(traffic < 4 * MIB, "KD4 " + traffic + " bytes went through the controller");
    }

    @ParameterizedTest(name = "{0} onto the target of {1}")
    @CsvSource({"MBR with logical, sectors of 4096", "sectors of 4096, GPT with everything"})
    @DisplayName("X8 sectors of 512 bytes onto such of 4096, and the reverse: refused, and not a byte is written")
    void otherSectorSize(String from, String onto) throws Exception {
        LoopDevice taken = pair(from).source();
        LoopDevice refused = pair(onto).target();
        String before = FileTree.sha256(refused.file());
        Api.Refused refusal = assertThrows(
                Api.Refused.class, () -> cluster.create(source, taken.path(), target, refused.path(), Map.of()));
        assertEquals(422, refusal.status(), refusal.toString());
        String said = String.valueOf(refusal.getMessage());
        assertTrue(said.contains(" of 512") && said.contains(" of 4096"), said);
        assertEquals(before, FileTree.sha256(refused.file()));
    }

    private Pair pair(String start) {
        return pairs.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(start))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }

    /** What cannot be mapped is copied whole, with the reason; everything else by used blocks. */
    private static void assertCopiedRaw(TestDisk disk, List<PartitionNote> notes) {
        for (TestDisk.Partition partition : disk.partitions()) {
            Optional<PartitionNote> note = notes.stream()
                    .filter(candidate -> candidate.number() == partition.number())
                    .findFirst();
            String reason = disk.raw().get(partition.number());
            if (reason != null) {
                assertEquals("raw", note.orElseThrow().method(), disk + " partition " + partition.number());
                String said = String.valueOf(note.orElseThrow().reason());
                assertTrue(said.toLowerCase(Locale.ROOT).contains(reason), "'" + said + "' does not say " + reason);
            } else if (partition.kind() != null) {
                assertEquals("used", note.orElseThrow().method(), disk + ": " + note.orElseThrow());
            }
        }
    }

    private Receipt receipt(String id) throws IOException {
        JsonNode signed = cluster.api().get("/clone-sessions/" + id + "/receipt");
        assertFalse(signed.path("source_signature").asText().isEmpty(), "the source has not signed");
        return ProtocolJson.mapper().readValue(signed.path("receipt_json").asText(), Receipt.class);
    }

    private long controllerTraffic() throws IOException {
        return cluster.api()
                .text("/metrics")
                .lines()
                .filter(line -> line.matches(
                        "pureboot_\\w*(received|sent)\\w*bytes\\w* .*|pureboot_\\w*bytes\\w*(received|sent)\\w* .*"))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
