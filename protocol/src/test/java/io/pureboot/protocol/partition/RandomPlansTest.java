package io.pureboot.protocol.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.protocol.disk.PartitionInfo;
import io.pureboot.testing.DiskDraft;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What must hold for every table and every list of operations. */
class RandomPlansTest {
    private static final long MIB = 1 << 20;
    private static final int ROUNDS = 4000;
    private static final List<String> KINDS = List.of("ext4", "xfs", "btrfs", "ntfs", "fat32", "swap", "exfat");

    @Test
    @DisplayName("OP1 OP2 OP6 nothing overlaps, starts keep to the grain, nothing leaves the disk, whatever is asked")
    void soundLayouts() {
        long fixed = Long.getLong("pureboot.seed", System.nanoTime());
        int feasible = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long seed = fixed + round;
            Random random = new Random(seed);
            DiskInfo disk = disk(random);
            List<PartitionOperation> operations = operations(random, disk);
            String what = "-Dpureboot.seed=" + seed + " " + operations;
            PartitionPlan plan = PartitionPlan.of(disk, operations);
            assertEquals(operations.size(), plan.projections().size(), what);
            plan.projections().forEach(layout -> sound(layout, disk, what));
            refusedChangeNothing(plan, what);
            assertEquals(plan, PartitionPlan.of(disk, operations), "a second plan is the same: " + what);
            feasible += plan.feasible() && !plan.steps().isEmpty() ? 1 : 0;
        }
        assertTrue(feasible > ROUNDS / 20, "too few of the lists could be carried out to mean much: " + feasible);
    }

    @Test
    @DisplayName("OP1 OP5 OP6 planning what has been done again has no steps")
    void idempotent() {
        long fixed = Long.getLong("pureboot.seed", System.nanoTime());
        int seen = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long seed = fixed + round;
            Random random = new Random(seed);
            DiskInfo disk = disk(random);
            for (PartitionOperation operation : operations(random, disk)) {
                PartitionPlan plan = PartitionPlan.of(disk, List.of(operation));
                boolean repeats = operation instanceof PartitionOperation.Resize
                        || operation instanceof PartitionOperation.Move
                        || operation instanceof PartitionOperation.SetFlag;
                if (plan.feasible() && repeats) {
                    PartitionPlan again = PartitionPlan.of(plan.after(), List.of(operation));
                    String what = "-Dpureboot.seed=" + seed + " " + operation;
                    assertEquals(List.of(), again.steps(), what);
                    assertEquals(List.of(), again.refusals(), what);
                    seen++;
                }
            }
        }
        assertTrue(seen > ROUNDS / 20, "too few to mean much: " + seen);
    }

    private static void refusedChangeNothing(PartitionPlan plan, String what) {
        for (Refusal refusal : plan.refusals()) {
            int index = refusal.operation();
            DiskInfo before = index == 0 ? plan.before() : plan.projections().get(index - 1);
            assertEquals(spans(before), spans(plan.projections().get(index)), what);
            assertTrue(plan.steps().stream().noneMatch(step -> step.operation() == index), what);
            assertTrue(refusal.reason().endsWith("."), refusal.reason());
        }
    }

    private static List<String> spans(DiskInfo disk) {
        return disk.partitions().stream()
                .filter(part -> part.number() > 0)
                .map(part -> part.number() + ":" + part.startBytes() + "-" + part.endBytes() + part.filesystem())
                .toList();
    }

    private static void sound(DiskInfo layout, DiskInfo before, String what) {
        Set<Integer> numbers = new HashSet<>();
        Set<Long> oldStarts = new HashSet<>();
        before.partitions().forEach(part -> oldStarts.add(part.startBytes()));
        PartitionInfo box = layout.partitions().stream()
                .filter(part -> part.type().equals("extended"))
                .findFirst()
                .orElse(null);
        long sector = layout.logicalSectorSize();
        boolean gpt = layout.partitionTable().equals("gpt");
        long tail = gpt ? sector + 16384 : 0;
        for (PartitionInfo part : layout.partitions()) {
            assertTrue(numbers.add(part.number()), "one number twice: " + what);
            assertTrue(part.startBytes() >= sector && part.endBytes() <= layout.sizeBytes() - tail, "outside: " + what);
            assertTrue(part.endBytes() > part.startBytes(), "empty: " + what);
            assertEquals(0, part.startBytes() % sector, what);
            assertEquals(0, part.endBytes() % sector, what);
            assertTrue(part.startBytes() % MIB == 0 || oldStarts.contains(part.startBytes()), "not aligned: " + what);
            boolean logical = !gpt && part.number() > 4;
            if (logical) {
                assertTrue(
                        box != null && part.startBytes() > box.startBytes() && part.endBytes() <= box.endBytes(),
                        "a logical partition outside the extended: " + what);
            }
            for (PartitionInfo other : layout.partitions()) {
                boolean otherLogical = !gpt && other.number() > 4;
                long room = logical ? sector : 0;
                assertTrue(
                        other.number() == part.number()
                                || logical != otherLogical
                                || part.endBytes() + room <= other.startBytes()
                                || other.endBytes() + room <= part.startBytes(),
                        "overlap of " + part.number() + " and " + other.number() + ": " + what);
            }
        }
    }

    private static DiskInfo disk(Random random) {
        long size = 2000L + random.nextInt(8000);
        boolean gpt = random.nextBoolean();
        int sector = random.nextInt(4) == 0 ? 4096 : 512;
        DiskDraft draft = new DiskDraft("/dev/sda", size, "S").sectors(sector).table(gpt ? "gpt" : "mbr");
        if (random.nextInt(12) == 0) {
            return draft.table("unknown").disk();
        }
        long at = 1;
        int most = gpt ? 8 : 3;
        for (int number = 1; number <= most && at < size - 1000; number++) {
            at += random.nextInt(300);
            long length = 1L + random.nextInt(600);
            draft.partition(number, "linux", KINDS.get(random.nextInt(KINDS.size())), null, at, length, length / 3);
            at += length;
        }
        if (!gpt && at < size - 1000) {
            long end = size - random.nextInt(300);
            draft.partition(4, "extended", null, null, at, end - at, -1);
            int number = 5;
            while (at < end - 300 && number < 10) {
                at += 1 + random.nextInt(100);
                long length = 1L + random.nextInt(150);
                draft.partition(number, "linux", KINDS.get(random.nextInt(KINDS.size())), null, at, length, length / 3);
                at += length;
                number++;
            }
        }
        return draft.disk();
    }

    private static List<PartitionOperation> operations(Random random, DiskInfo disk) {
        List<PartitionOperation> operations = new ArrayList<>();
        int count = 1 + random.nextInt(8);
        for (int i = 0; i < count; i++) {
            int partition = 1 + random.nextInt(10);
            long place = Math.floorMod(random.nextLong(), disk.sizeBytes() + 100 * MIB);
            long bytes = random.nextInt(4) == 0 ? place : Math.floorMod(random.nextLong(), 900 * MIB) + 1;
            operations.add(
                    switch (random.nextInt(9)) {
                        case 0, 1 -> new PartitionOperation.Resize(partition, bytes);
                        case 2, 3 ->
                            new PartitionOperation.Create(
                                    place,
                                    bytes,
                                    List.of("linux", "extended", "logical", "primary", "efi")
                                            .get(random.nextInt(5)),
                                    random.nextBoolean() ? null : KINDS.get(random.nextInt(KINDS.size())),
                                    null,
                                    random.nextInt(6) == 0 ? "mbr" : null);
                        case 4, 5 -> new PartitionOperation.Move(partition, place);
                        case 6 ->
                            new PartitionOperation.Format(partition, KINDS.get(random.nextInt(KINDS.size())), null);
                        case 7 ->
                            new PartitionOperation.SetFlag(
                                    partition,
                                    List.of("boot", "lvm", "esp", "hidden").get(random.nextInt(4)),
                                    random.nextBoolean());
                        default -> new PartitionOperation.Delete(partition);
                    });
        }
        return operations;
    }
}
