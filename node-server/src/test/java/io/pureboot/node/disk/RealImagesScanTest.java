package io.pureboot.node.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.linux.block.LoopDevice;
import io.pureboot.linux.sysfs.BlockDevices;
import io.pureboot.linux.sysfs.InUse;
import io.pureboot.linux.table.TestImages;
import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.protocol.partition.PartitionOperation;
import io.pureboot.protocol.partition.PartitionPlan;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Disks that others made, as block devices, scanned as a node does it and compared with what is recorded of them. */
class RealImagesScanTest {
    private static final long MIB = 1 << 20;
    private static final Map<String, String> KINDS = Map.of("gpt", "gpt", "dos", "mbr");

    @TempDir
    private Path folder;

    static Stream<Map<String, String>> disks() throws IOException {
        return TestImages.table("manifest.tsv").stream()
                .filter(row -> !cell(row, "category").equals("container"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("disks")
    @DisplayName("TD7 PJ1 PJ2 PJ3 real disks scan to the table, the partitions and the places recorded of them")
    void asRecorded(Map<String, String> row) throws IOException {
        Path image = folder.resolve("disk.img");
        TestImages.unpack(cell(row, "file"), image);
        place(image, row);
        DiskInfo disk;
        try (LoopDevice loop = LoopDevice.attach(image, Integer.parseInt(cell(row, "sector_size")))) {
            disk = new SystemDiskScanner(
                            BlockDevices.ofThisMachine(),
                            InUse.ofThisMachine(),
                            Disks.RUNNER,
                            Optional.of(List.of(loop.path().toString())),
                            Clock.systemUTC())
                    .scan(loop.path().toString());
        }
        // A backup alone at the end of a disk is most often the remains of an earlier use.
        String table = cell(row, "category").equals("table-tail") ? "backup" : cell(row, "expected_table");
        assertEquals(KINDS.getOrDefault(table, "unknown"), disk.partitionTable(), disk::toString);
        if (KINDS.containsKey(table)) {
            assertEquals(recorded(cell(row, "file")), entries(disk), disk::toString);
        } else if (!table.equals("none") || !cell(row, "whole_fs").isEmpty()) {
            PartitionPlan plan = PartitionPlan.of(
                    disk, List.of(new PartitionOperation.Create(MIB, 4 * MIB, "linux", null, null, null)));
            assertFalse(plan.feasible(), "it would be taken for blank: " + disk);
            assertTrue(plan.refusals().getFirst().text().contains("partition_table"), plan::toString);
        }
    }

    /** Nested slices of BSD follow the table's own entries in the records: their container is one partition here. */
    private static List<String> recorded(String file) throws IOException {
        return TestImages.table("partitions.tsv").stream()
                .filter(row ->
                        cell(row, "file").equals(file) && !cell(row, "role").equals("extended"))
                .filter(row -> !cell(row, "agree").equals("libblkid"))
                // An entry of type 0 is unused to all who write tables; here it is an ISO image's own space.
                .filter(row -> !cell(row, "type").equals("0x0"))
                .map(row -> cell(row, "number") + " " + cell(row, "start_sector") + "+" + cell(row, "size_sectors")
                        + " " + cell(row, "type"))
                .toList();
    }

    private static List<String> entries(DiskInfo disk) {
        return disk.partitions().stream()
                .filter(part -> !part.type().equals("extended"))
                .map(part -> part.number() + " " + part.startBytes() / 512 + "+" + part.sizeBytes() / 512 + " "
                        + String.valueOf(part.typeId()).replace("0x0", "0x"))
                .toList();
    }

    /** Heads and tails of disks are put where they were on a disk of the recorded size. */
    private static void place(Path image, Map<String, String> row) throws IOException {
        long size = Math.max(Long.parseLong(cell(row, "virtual_bytes")), 4096);
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            if (cell(row, "category").equals("table-tail")) {
                byte[] tail = new byte[(int) file.length()];
                file.readFully(tail);
                file.setLength(0);
                file.setLength(size);
                file.seek(size - tail.length);
                file.write(tail);
            }
            file.setLength(Math.max(file.length(), size));
        }
    }

    private static String cell(Map<String, String> row, String column) {
        return Objects.requireNonNull(row.get(column), column);
    }
}
