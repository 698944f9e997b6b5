package io.pureboot.node.partition;

import static io.pureboot.node.partition.JobRig.MIB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.node.disk.Disks;
import io.pureboot.node.filesystem.TestFileSystem;
import io.pureboot.protocol.partition.PartitionJob;
import io.pureboot.protocol.partition.PartitionOperation;
import io.pureboot.protocol.partition.PartitionOperation.Create;
import io.pureboot.protocol.partition.PartitionOperation.Delete;
import io.pureboot.protocol.partition.PartitionOperation.Move;
import io.pureboot.protocol.partition.PartitionOperation.Resize;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import io.pureboot.testing.Prerequisites;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The program dies at every line of its journal and inside copies; then it goes on, or takes everything back.
 * {@code -Dpureboot.rounds=200} does more random ones than the suite has time for, {@code -Dpureboot.seed=…} repeats
 * those of a failure.
 */
class JobCrashLoopTest {
    private static final TestFileSystem EXT4 = TestFileSystem.named("ext4");
    private static final PartitionOperation[] WORK = {
        new Resize(1, 60 * MIB), new Move(2, 70 * MIB), new Resize(2, 150 * MIB)
    };

    /** Of 100 MiB on a disk of 300 MiB with the backup table at its end, in MiB. */
    private static final long LAST_START = 199;

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
            "OP6 TP8 X6 killed at every line of the journal, continued or undone: every file is there, the table right")
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
            for (int round = 0; round < Integer.getInteger("pureboot.rounds", 8); round++) {
                long step = 1L + random.nextInt(40);
                boolean right = at - step < 1 || (at + step <= LAST_START && random.nextBoolean());
                long to = right ? at + step : at - step;
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

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName(
            "OP6 X6 the journal is lost with the power inside a move: the disk itself knows, and it is finished or undone")
    void journalLost(boolean undo) throws IOException {
        try (JobRig rig = new JobRig(folder, 300 * MIB, 512)) {
            rig.complete(new Create(100 * MIB, 100 * MIB, "linux", "ext4", "one", "gpt"));
            Map<String, String> files = EXT4.makeFilled(rig.node(1), folder);
            String hash = hash(rig);
            long at = 100;
            for (int writes : new int[] {0, 1, 7, 11}) {
                long to = at == 100 ? 90 : 100;
                rig.writesLeft.set(writes);
                String id = rig.run(new Move(1, to * MIB)).id();
                rig.loseJournal();
                PartitionJob found = rig.jobs().get(id);
                assertEquals("interrupted", found.state());
                assertEquals(
                        ProblemType.CONFLICT,
                        assertThrows(ProblemException.class, () -> rig.run(new Delete(1)))
                                .type(),
                        "nothing else is done to a disk with half a partition");
                PartitionJob job = undo ? rig.undo(id) : rig.proceed(id);
                assertEquals(undo ? "undone" : "completed", job.state(), String.valueOf(job.error()));
                at = undo ? at : to;
                assertEquals(at * MIB, rig.partition(1).startBytes());
                assertEquals(hash, hash(rig), "after " + writes + " writes");
                assertEquals(List.of(), notes(rig), "the disk is left as it was");
                rig.loseJournal();
                assertEquals(List.of(), rig.jobs().all());
            }
            EXT4.fsck(rig.node(1));
            assertEquals(files, EXT4.hashes(rig.node(1), folder));
            rig.verifyTable();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("OP6 X6 a logical partition moves over the records of its table, is killed anywhere, goes on or back")
    void logicalOverItsRecord(boolean undo) throws IOException {
        try (JobRig rig = new JobRig(folder, 300 * MIB, 512)) {
            rig.complete(
                    new Create(MIB, 290 * MIB, "extended", null, null, "mbr"),
                    new Create(2 * MIB, 8 * MIB, "logical", "ext4", "five", null),
                    new Create(80 * MIB, 32 * MIB, "logical", "ext4", "six", null),
                    new Create(190 * MIB, 8 * MIB, "logical", "ext4", "seven", null));
            Map<String, String> files = EXT4.makeFilled(rig.node(6), folder);
            long at = 80;
            boolean finished = false;
            for (int cut = 0; !finished; cut++) {
                long to = at == 80 ? 74 : 80;
                if (cut % 2 == 0) {
                    rig.writesLeft.set(cut);
                } else {
                    rig.noticesLeft.set(cut / 2);
                }
                String id = rig.run(new Move(6, to * MIB)).id();
                rig.restart();
                PartitionJob job = rig.jobs().get(id);
                finished = cut % 2 == 1 && job.state().equals("completed");
                if (job.stopped()) {
                    job = undo ? rig.undo(id) : rig.proceed(id);
                }
                assertTrue(List.of("completed", "undone").contains(job.state()), "cut " + cut + ": " + job.error());
                at = job.state().equals("completed") ? to : at;
                assertEquals(
                        List.of("1 1", "5 2", "6 " + at, "7 190"),
                        rig.scan().partitions().stream()
                                .map(part -> part.number() + " " + part.startBytes() / MIB)
                                .toList(),
                        "cut " + cut);
                EXT4.fsck(rig.node(6));
                assertEquals(files, EXT4.hashes(rig.node(6), folder), "cut " + cut);
                rig.verifyTable();
            }
        }
    }

    @Test
    @DisplayName("X6 the journal is lost with the power at any line after the move began: it is finished all the same")
    void journalLostAtEveryLine() throws IOException {
        try (JobRig rig = new JobRig(folder, 300 * MIB, 512)) {
            rig.complete(
                    new Create(MIB, 40 * MIB, "linux", "ext4", "one", "gpt"),
                    new Create(100 * MIB, 60 * MIB, "linux", "ext4", "two", null));
            String hash = Disks.output("sha256sum", rig.node(2).toString()).substring(0, 64);
            int lost = 0;
            boolean finished = false;
            for (int lines = 0; !finished; lines++) {
                rig.noticesLeft.set(lines);
                PartitionJob job = rig.run(
                        new Move(2, 70 * MIB), new Delete(1), new Create(2 * MIB, 30 * MIB, "linux", null, null, null));
                rig.loseJournal();
                finished = job.state().equals("completed");
                boolean known = !rig.jobs().all().isEmpty();
                if (known) {
                    lost++;
                    assertEquals("completed", rig.proceed(job.id()).state(), "after " + lines + " lines");
                }
                if (known || finished) {
                    assertEquals(70 * MIB, rig.partition(2).startBytes());
                    assertEquals(2 * MIB, rig.partition(1).startBytes());
                    rig.verifyTable();
                    rig.complete(
                            new Move(2, 100 * MIB),
                            new Delete(1),
                            new Create(MIB, 40 * MIB, "linux", "ext4", "one", null));
                }
                assertEquals(100 * MIB, rig.partition(2).startBytes());
                assertEquals(
                        hash, Disks.output("sha256sum", rig.node(2).toString()).substring(0, 64));
            }
            assertTrue(lost >= 5, "lines at which the job was known from the disk alone: " + lost);
        }
    }

    @Test
    @DisplayName(
            "X3 X6 the journal is lost and others have changed the table since: what is found does not go on over it")
    void journalLostTableChanged() throws IOException {
        try (JobRig rig = new JobRig(folder, 300 * MIB, 512)) {
            rig.complete(new Create(100 * MIB, 100 * MIB, "linux", "ext4", "one", "gpt"));
            rig.writesLeft.set(1);
            String id = rig.run(new Move(1, 90 * MIB)).id();
            Disks.partition(rig.loop.path(), "label: gpt\nstart=204800, size=204800\nstart=184320, size=16384\n");
            Disks.output("partx", "-u", rig.device());
            String now = Disks.output("sha256sum", rig.device());
            rig.loseJournal();
            for (boolean undo : new boolean[] {false, true}) {
                ProblemException refused = assertThrows(ProblemException.class, () -> {
                    PartitionJob ignored = undo ? rig.undo(id) : rig.proceed(id);
                });
                assertEquals(ProblemType.TABLE_CHANGED, refused.type());
            }
            assertEquals(now, Disks.output("sha256sum", rig.device()));
            assertEquals("abandoned", rig.jobs().abandon(id).state());
            assertEquals(List.of(), notes(rig));
        }
    }

    /** Bytes other than zero where a note would be. */
    private static List<Integer> notes(JobRig rig) throws IOException {
        try (var disk = Files.newInputStream(Path.of(rig.device()))) {
            disk.skipNBytes(MIB - 65536);
            byte[] place = disk.readNBytes(65536);
            return java.util.stream.IntStream.range(0, place.length)
                    .filter(i -> place[i] != 0)
                    .boxed()
                    .toList();
        }
    }

    private static String hash(JobRig rig) throws IOException {
        return Disks.output("sha256sum", rig.node(1).toString()).substring(0, 64);
    }
}
