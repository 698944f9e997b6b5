package io.pureboot.node.partition;

import static io.pureboot.node.partition.JobRig.MIB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.node.disk.Disks;
import io.pureboot.node.filesystem.TestFileSystem;
import io.pureboot.protocol.partition.PartitionJob;
import io.pureboot.protocol.partition.PartitionOperation;
import io.pureboot.protocol.partition.PartitionOperation.Create;
import io.pureboot.protocol.partition.PartitionOperation.Move;
import io.pureboot.protocol.partition.PartitionOperation.Resize;
import io.pureboot.testing.Prerequisites;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program dies at every line of its journal and inside copies; then it goes on, or takes everything back. */
class JobCrashLoopTest {
    private static final TestFileSystem EXT4 = TestFileSystem.named("ext4");
    private static final PartitionOperation[] WORK = {
        new Resize(1, 60 * MIB), new Move(2, 70 * MIB), new Resize(2, 150 * MIB)
    };

    @TempDir
    Path folder;

    @BeforeEach
    void tools() {
        Prerequisites.requireLoop();
        Prerequisites.requireTool("resize2fs");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName(
            "OP6 TP8 killed at every line of the journal, continued or undone: every file is there, the table right")
    void everyJournalLine(boolean undo) throws IOException {
        try (JobRig rig = new JobRig(folder, 300 * MIB, 512)) {
            rig.complete(
                    new Create(MIB, 90 * MIB, "linux", "ext4", "one", "gpt"),
                    new Create(100 * MIB, 100 * MIB, "linux", "ext4", "two", null));
            Map<String, String> one = EXT4.makeFilled(rig.node(1), folder);
            Map<String, String> two = EXT4.makeFilled(rig.node(2), folder);
            int lines = 0;
            boolean finished = false;
            while (!finished) {
                rig.noticesLeft.set(lines);
                PartitionJob job = rig.run(WORK);
                rig.restart();
                job = rig.jobs().get(job.id());
                finished = job.state().equals("completed");
                String where = "killed after " + lines + " lines, step " + job.step() + " of " + job.steps();
                if (!finished) {
                    assertEquals("interrupted", job.state(), where);
                    job = undo ? rig.undo(job.id()) : rig.proceed(job.id());
                    assertEquals(undo ? "undone" : "completed", job.state(), where + ": " + job.error());
                }
                boolean done = finished || !undo;
                assertEquals((done ? 60 : 90) * MIB, rig.partition(1).sizeBytes(), where);
                assertEquals((done ? 70 : 100) * MIB, rig.partition(2).startBytes(), where);
                assertEquals((done ? 150 : 100) * MIB, rig.partition(2).sizeBytes(), where);
                EXT4.fsck(rig.node(1));
                EXT4.fsck(rig.node(2));
                assertEquals(one, EXT4.hashes(rig.node(1), folder), where);
                assertEquals(two, EXT4.hashes(rig.node(2), folder), where);
                rig.verifyTable();
                if (done) {
                    rig.complete(new Resize(2, 100 * MIB), new Move(2, 100 * MIB), new Resize(1, 90 * MIB));
                }
                lines++;
            }
            assertTrue(lines > 10, "lines seen: " + lines);
        }
    }

    @Test
    @DisplayName("OP6 killed inside a copy at random writes, repeatedly, continued or undone: the content is the same")
    void randomWrites() throws IOException {
        long fixed = Long.getLong("pureboot.seed", System.nanoTime());
        Random random = new Random(fixed);
        String seed = "-Dpureboot.seed=" + fixed;
        try (JobRig rig = new JobRig(folder, 300 * MIB, 512)) {
            rig.complete(new Create(100 * MIB, 100 * MIB, "linux", "ext4", "one", "gpt"));
            Map<String, String> files = EXT4.makeFilled(rig.node(1), folder);
            String hash = hash(rig);
            long at = 100;
            for (int round = 0; round < 8; round++) {
                long step = 1L + random.nextInt(40);
                long to = random.nextBoolean() ? at + step : at - step;
                int pieces = (int) (100 / Math.min(16, Math.abs(to - at)));
                rig.writesLeft.set(random.nextInt(Math.max(1, pieces)));
                String id = rig.run(new Move(1, to * MIB)).id();
                boolean undo = random.nextBoolean();
                for (int cuts = 0; cuts < 2; cuts++) {
                    rig.restart();
                    if (rig.jobs().get(id).stopped()) {
                        rig.writesLeft.set(random.nextInt(Math.max(1, pieces)));
                        PartitionJob again = undo ? rig.undo(id) : rig.proceed(id);
                        assertTrue(!again.state().equals("failed"), seed + ": " + again.error());
                    }
                }
                rig.restart();
                PartitionJob job = rig.jobs().get(id);
                if (job.stopped()) {
                    job = undo ? rig.undo(id) : rig.proceed(id);
                }
                at = job.state().equals("undone") ? at : to;
                assertTrue(
                        job.state().equals("undone") || job.state().equals("completed"),
                        seed + " round " + round + ": " + job.state() + " " + job.error());
                assertEquals(at * MIB, rig.partition(1).startBytes(), seed);
                assertEquals(hash, hash(rig), seed + " round " + round);
            }
            EXT4.fsck(rig.node(1));
            assertEquals(files, EXT4.hashes(rig.node(1), folder), seed);
        }
    }

    private static String hash(JobRig rig) throws IOException {
        return Disks.output("sha256sum", rig.node(1).toString()).substring(0, 64);
    }
}
