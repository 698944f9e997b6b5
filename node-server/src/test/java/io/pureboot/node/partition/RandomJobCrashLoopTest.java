package io.pureboot.node.partition;

import static io.pureboot.node.partition.JobRig.MIB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.node.filesystem.TestFileSystem;
import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.protocol.disk.PartitionInfo;
import io.pureboot.protocol.partition.PartitionJob;
import io.pureboot.protocol.partition.PartitionOperation;
import io.pureboot.protocol.partition.PartitionOperation.Create;
import io.pureboot.protocol.partition.PartitionOperation.Delete;
import io.pureboot.protocol.partition.PartitionOperation.Format;
import io.pureboot.protocol.partition.PartitionOperation.Move;
import io.pureboot.protocol.partition.PartitionOperation.Resize;
import io.pureboot.protocol.partition.PartitionOperation.SetFlag;
import io.pureboot.protocol.partition.PartitionPlan;
import io.pureboot.testing.Prerequisites;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random lists of operations, cut at random lines of the journal and random writes, again and again, and each time
 * continued or undone as it comes. {@code -Dpureboot.rounds=200} does more of them than the suite has time for,
 * {@code -Dpureboot.seed=…} repeats those of a failure.
 */
class RandomJobCrashLoopTest {
    private static final TestFileSystem EXT4 = TestFileSystem.named("ext4");
    private static final int ROUNDS = Integer.getInteger("pureboot.rounds", 1);
    /** The same jobs in every run of the suite; to look for others give a seed and rounds. */
    private static final long SEED = 2026112105;

    private static final long DISK = 300;

    @TempDir
    Path folder;

    private Random random = new Random();
    private boolean gpt;
    private boolean logical;
    /** Of the two partitions with files; others come and go. */
    private int one;

    private int two;

    @BeforeEach
    void tools() {
        Prerequisites.requireLoop();
        Prerequisites.requireTool("resize2fs");
        Prerequisites.requireTool("sgdisk");
    }

    @ParameterizedTest
    @CsvSource({"gpt, 512", "gpt, 4096", "mbr, 512", "logical, 512", "logical, 4096"})
    @DisplayName("OP1 OP2 OP3 OP6 X6 any list of operations, cut anywhere and more than once, continued or undone each"
            + " time: in the end one layout or the other, every file there, the table right")
    void anyJobCutAnywhere(String layout, int sector) throws IOException {
        long fixed = Long.getLong("pureboot.seed", SEED);
        random = new Random(fixed);
        gpt = layout.equals("gpt");
        logical = layout.equals("logical");
        one = logical ? 5 : 1;
        two = one + 1;
        try (JobRig rig = new JobRig(folder, DISK * MIB, sector)) {
            if (logical) {
                rig.complete(new Create(MIB, (DISK - 2) * MIB, "extended", null, null, "mbr"));
            }
            rig.complete(create(2, 80, "ext4", logical ? null : layout), create(100, 90, "ext4", null));
            Map<String, String> files = EXT4.makeFilled(rig.node(one), folder);
            Map<String, String> others = EXT4.makeFilled(rig.node(two), folder);
            for (int round = 0; round < ROUNDS; round++) {
                DiskInfo disk = rig.scan();
                PartitionPlan plan = plan(disk);
                String where = "-Dpureboot.seed=" + fixed + " round " + round + " of " + layout + " " + sector + ": "
                        + plan.steps();
                boolean done = cutAndEnd(rig, plan, where);
                assertEquals(spans(done ? plan.after() : disk), spans(rig.scan()), where);
                EXT4.fsck(rig.node(one));
                EXT4.fsck(rig.node(two));
                assertEquals(files, EXT4.hashes(rig.node(one), folder), where);
                assertEquals(others, EXT4.hashes(rig.node(two), folder), where);
                rig.verifyTable();
            }
        }
    }

    private List<PartitionOperation> operations = List.of();

    /** One to four operations that can be done one after the other. */
    private PartitionPlan plan(DiskInfo disk) {
        List<PartitionOperation> chosen = new ArrayList<>();
        PartitionPlan plan = PartitionPlan.of(disk, chosen);
        int wanted = 1 + random.nextInt(4);
        while (chosen.size() < wanted || plan.steps().isEmpty()) {
            List<PartitionOperation> tried = new ArrayList<>(chosen);
            tried.add(operation(plan.after()));
            PartitionPlan next = PartitionPlan.of(disk, tried);
            if (next.feasible()) {
                chosen = tried;
                plan = next;
            }
        }
        operations = chosen;
        return plan;
    }

    private PartitionOperation operation(DiskInfo now) {
        int number = random.nextBoolean() ? one : two;
        List<Integer> more = now.partitions().stream()
                .filter(part -> part.number() > two)
                .map(PartitionInfo::number)
                .toList();
        return switch (random.nextInt(7)) {
            case 0, 1 -> new Move(number, (1 + random.nextInt(220)) * MIB);
            case 2, 3 -> new Resize(number, (50 + random.nextInt(120)) * MIB);
            case 4 -> new SetFlag(number, gpt ? "legacy_boot" : logical ? "hidden" : "boot", random.nextBoolean());
            case 5 ->
                more.isEmpty()
                        ? create(
                                2 + random.nextInt(280),
                                4 + random.nextInt(20),
                                random.nextBoolean() ? "swap" : null,
                                null)
                        : new Delete(more.getLast());
            default ->
                more.isEmpty()
                        ? new Resize(number, (50 + random.nextInt(120)) * MIB)
                        : new Format(more.getLast(), random.nextBoolean() ? "swap" : "ext4", null);
        };
    }

    private Create create(long start, long size, @Nullable String filesystem, @Nullable String table) {
        return new Create(start * MIB, size * MIB, logical ? "logical" : "linux", filesystem, null, table);
    }

    /** @return whether it was all done in the end, or else all undone */
    private boolean cutAndEnd(JobRig rig, PartitionPlan plan, String where) throws IOException {
        limit(rig, plan);
        PartitionJob job = rig.run(operations.toArray(PartitionOperation[]::new));
        String id = job.id();
        StringBuilder way = new StringBuilder(where);
        for (int cuts = random.nextInt(4); cuts >= 0; cuts--) {
            rig.restart();
            job = rig.jobs().get(id);
            if (!job.stopped()) {
                break;
            }
            if (cuts > 0) {
                limit(rig, plan);
            }
            boolean undo = job.undoExcuse() == null && random.nextBoolean();
            way.append(undo ? ", undone" : ", continued").append(" at ").append(job.step());
            job = undo ? rig.undo(id) : rig.proceed(id);
            assertTrue(!job.state().equals("failed"), way + ": " + job.error());
        }
        rig.restart();
        job = rig.jobs().get(id);
        assertTrue(List.of("completed", "undone").contains(job.state()), way + ": " + job.state() + " " + job.error());
        return job.state().equals("completed");
    }

    /** The program dies after some lines of its journal, or some writes of a copy, whatever comes first. */
    private void limit(JobRig rig, PartitionPlan plan) {
        rig.noticesLeft.set(random.nextInt(2 * plan.steps().size() + 2));
        rig.writesLeft.set(random.nextInt(24));
    }

    private static List<String> spans(DiskInfo disk) {
        return disk.partitions().stream()
                .map(part -> part.number() + " " + part.startBytes() + "-" + part.endBytes() + " " + part.flags())
                .sorted()
                .toList();
    }
}
