package io.pureboot.node.partition;

import static io.pureboot.node.partition.JobRig.MIB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.linux.block.BlockDevice;
import io.pureboot.linux.block.DirectBlockDevice;
import io.pureboot.protocol.partition.PartitionJob;
import io.pureboot.protocol.partition.PartitionOperation;
import io.pureboot.protocol.partition.PartitionOperation.Create;
import io.pureboot.protocol.partition.PartitionOperation.Delete;
import io.pureboot.protocol.partition.PartitionOperation.Resize;
import io.pureboot.protocol.partition.PartitionOperation.SetFlag;
import io.pureboot.testing.Prerequisites;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a power cut in the midst of writing a partition table leaves, and what becomes of it. */
class TornTableLoopTest {
    private static final long SIZE = 64 * MIB;
    private static final int SECTOR = 512;
    private static final int FRONT = 34;
    private static final int ARRAY = 32;

    /** Sectors in the order libparted writes them: boot record, first header and array, second header and array. */
    private static final int[][] IN_ORDER = {{0, 1}, {1, 1}, {2, ARRAY}, {FRONT + ARRAY, 1}, {FRONT, ARRAY}};

    private static final PartitionOperation[] CHANGES = {
        new Create(20 * MIB, 10 * MIB, "linux", null, null, null),
        new SetFlag(1, "legacy_boot", true),
        new Resize(2, 20 * MIB),
        new Delete(1)
    };

    @TempDir
    Path folder;

    @BeforeEach
    void tools() {
        Prerequisites.requireLoop();
        Prerequisites.requireTool("sgdisk");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName(
            "X6 the power goes while both copies of a GPT are written, which leaves any mixture of sectors, damaged ones too:"
                    + " with the journal it goes on or back")
    void anyMixture(boolean undo) throws IOException {
        long fixed = Long.getLong("pureboot.seed", System.nanoTime());
        Random random = new Random(fixed);
        try (JobRig rig = new JobRig(folder, SIZE, SECTOR)) {
            rig.complete(new Create(2 * MIB, 8 * MIB, "linux", null, null, "gpt"));
            for (int round = 0; round < Integer.getInteger("pureboot.rounds", 4); round++) {
                PartitionOperation change = CHANGES[round % CHANGES.length];
                String where = "-Dpureboot.seed=" + fixed + ", round " + round + ", " + change.kind();
                byte[] before = sectors(rig);
                String spans = spans(rig);
                rig.noticesLeft.set(0);
                String id = rig.run(change).id();
                Path begun = keepJournal(id, round);
                rig.restart();
                assertEquals("completed", rig.proceed(id).state(), where);
                byte[] after = sectors(rig);
                String changed = spans(rig);

                write(rig, mixture(before, after, random));
                Files.copy(begun, journal(id), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                rig.restart();
                PartitionJob job = undo ? rig.undo(id) : rig.proceed(id);
                assertEquals(undo ? "undone" : "completed", job.state(), where + ": " + job.error());
                assertEquals(undo ? spans : changed, spans(rig), where);
                rig.verifyTable();
                if (undo) {
                    rig.complete(change);
                }
                if (round % CHANGES.length == CHANGES.length - 1) {
                    rig.complete(new Delete(2), new Create(2 * MIB, 8 * MIB, "linux", null, null, null));
                }
            }
        }
    }

    @Test
    @DisplayName(
            "X6 the power and the journal go while a GPT is written in order: at any sector one copy is whole, read, and"
                    + " the next job makes both so")
    void inOrder() throws IOException {
        try (JobRig rig = new JobRig(folder, SIZE, SECTOR)) {
            rig.complete(
                    new Create(2 * MIB, 8 * MIB, "linux", null, null, "gpt"),
                    new Create(40 * MIB, 8 * MIB, "linux", null, null, null));
            byte[] before = sectors(rig);
            String spans = spans(rig);
            rig.complete(new Resize(2, 12 * MIB), new Delete(1));
            byte[] after = sectors(rig);
            String changed = spans(rig);
            byte[] torn = before.clone();
            for (int[] piece : IN_ORDER) {
                for (int sector = 0; sector < piece[1]; sector++) {
                    int at = (piece[0] + sector) * SECTOR;
                    Arrays.fill(torn, at, at + SECTOR, (byte) 0xdb);
                    if (sector % 16 == 0 && at > 0) {
                        check(rig, torn, spans, changed, "sector " + at / SECTOR + " damaged");
                    }
                    System.arraycopy(after, at, torn, at, SECTOR);
                    if (sector % 16 == 0) {
                        check(rig, torn, spans, changed, "up to sector " + at / SECTOR);
                    }
                }
            }
            assertEquals(changed, spans(rig));
        }
    }

    private void check(JobRig rig, byte[] torn, String before, String after, String where) throws IOException {
        write(rig, torn);
        rig.loseJournal();
        String now = spans(rig);
        assertTrue(List.of(before, after).contains(now), where + ": " + now);
        rig.complete(new SetFlag(2, "legacy_boot", true));
        assertEquals(now, spans(rig), where);
        rig.verifyTable();
    }

    private Path journal(String id) {
        return folder.resolve("jobs").resolve(id).resolve("journal");
    }

    private Path keepJournal(String id, int round) throws IOException {
        return Files.copy(journal(id), folder.resolve("journal-" + round));
    }

    /** Each sector as it was, as it will be, or neither. */
    private static byte[] mixture(byte[] before, byte[] after, Random random) {
        byte[] mixed = before.clone();
        for (int at = 0; at < mixed.length; at += SECTOR) {
            int choice = random.nextInt(at == 0 ? 8 : 10);
            if (choice >= 8) {
                Arrays.fill(mixed, at, at + SECTOR, (byte) 0xdb);
            } else if (choice >= 4) {
                System.arraycopy(after, at, mixed, at, SECTOR);
            }
        }
        return mixed;
    }

    private static String spans(JobRig rig) throws IOException {
        return rig.scan().partitions().stream()
                .map(part -> part.number() + ":" + part.startBytes() + "-" + part.endBytes())
                .toList()
                .toString();
    }

    /** Both copies of the table, one behind the other. */
    private static byte[] sectors(JobRig rig) throws IOException {
        ByteBuffer all = ByteBuffer.allocate((FRONT + ARRAY + 1) * SECTOR);
        try (BlockDevice disk = DirectBlockDevice.openReadOnly(rig.loop.path())) {
            assertEquals(FRONT * SECTOR, disk.read(all.limit(FRONT * SECTOR), 0));
            assertEquals((ARRAY + 1) * SECTOR, disk.read(all.limit(all.capacity()), SIZE - (ARRAY + 1) * SECTOR));
        }
        return all.array();
    }

    private static void write(JobRig rig, byte[] sectors) throws IOException {
        ByteBuffer all = ByteBuffer.wrap(sectors);
        try (BlockDevice disk = DirectBlockDevice.openShared(rig.loop.path())) {
            disk.write(all.slice(0, FRONT * SECTOR), 0);
            disk.write(all.slice(FRONT * SECTOR, (ARRAY + 1) * SECTOR), SIZE - (ARRAY + 1) * SECTOR);
            disk.flush();
        }
    }
}
