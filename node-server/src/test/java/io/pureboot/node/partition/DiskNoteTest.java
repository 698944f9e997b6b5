package io.pureboot.node.partition;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.linux.block.BlockDevice;
import io.pureboot.linux.block.MemoryBlockDevice;
import io.pureboot.node.disk.Disks;
import io.pureboot.protocol.disk.DiskIdentity;
import io.pureboot.protocol.partition.PlanStep;
import io.pureboot.testing.Prerequisites;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskNoteTest {
    private static final int SIZE = 4 << 20;
    private static final int PLACE = (1 << 20) - 65536;
    private static final JobHeader JOB = new JobHeader(
            "job-1",
            "/dev/sda",
            new DiskIdentity(SIZE, "model", "serial", null),
            List.of(),
            List.of(new PlanStep.CopyData(0, 1 << 20, 2 << 20, 1 << 20, null)),
            List.of(),
            Instant.EPOCH,
            null);

    private static DiskNote.Standing moved(long bytes) {
        return new DiskNote.Standing(0, true, bytes, false, 7);
    }

    @Test
    @DisplayName(
            "X6 the power goes at any write of a note: what is found is the last or the one before, never anything else")
    void cutAtEveryWrite() throws IOException {
        long fixed = Long.getLong("pureboot.seed", System.nanoTime());
        for (int round = 0; round < Integer.getInteger("pureboot.rounds", 200); round++) {
            Random random = new Random(fixed + round);
            byte[] medium = new byte[SIZE];
            long safe = -1;
            long tried = -1;
            try {
                BlockDevice disk = new PowerCutDevice(medium, 512, round % 12, random);
                tried = 0;
                DiskNote note = DiskNote.begin(disk, JOB, moved(0)).orElseThrow();
                safe = 0;
                for (tried = 512; tried < 4096; tried += 512) {
                    note.write(disk, moved(tried));
                    safe = tried;
                }
            } catch (Killed e) {
                // Looked at below.
            }
            MemoryBlockDevice after = new MemoryBlockDevice(medium, 512);
            Optional<DiskNote.Found> found = DiskNote.find(after);
            String what = "-Dpureboot.seed=" + (fixed + round) + " round 0 of it, safe " + safe;
            assertTrue(found.isPresent() || safe < 0, what);
            if (found.isPresent()) {
                long says = found.get().standing().moved();
                assertTrue(says == safe || says == tried, what + ", said " + says);
                assertEquals(JOB, found.get().header());
            }
            assertTrue(DiskNote.begin(after, JOB, moved(7)).isPresent(), "it is begun again: " + what);
            assertEquals(7, DiskNote.find(after).orElseThrow().standing().moved());
            DiskNote.clear(after, "another");
            assertTrue(DiskNote.find(after).isPresent());
            DiskNote.clear(after, JOB.id());
            assertArrayEquals(new byte[SIZE], medium);
        }
    }

    @Test
    @DisplayName("nothing is written into a GPT with so many entries that its empty ones reach there")
    void largeTable(@TempDir Path folder) throws IOException {
        Prerequisites.requireTool("sgdisk");
        Path image = folder.resolve("disk.img");
        Files.write(image, new byte[SIZE]);
        Disks.output("sgdisk", "-a", "1", "-S", "8192", "-n", "1:3072:4095", image.toString());
        byte[] medium = Files.readAllBytes(image);
        assertTrue(DiskNote.begin(new MemoryBlockDevice(medium, 512), JOB, moved(0))
                .isEmpty());
        assertArrayEquals(Files.readAllBytes(image), medium);
    }

    @Test
    @DisplayName("nothing is written where something is")
    void somethingThere() throws IOException {
        byte[] medium = new byte[SIZE];
        medium[PLACE + 30000] = 1;
        byte[] before = medium.clone();
        assertTrue(DiskNote.begin(new MemoryBlockDevice(medium, 512), JOB, moved(0))
                .isEmpty());
        assertArrayEquals(before, medium);
        assertTrue(DiskNote.find(new MemoryBlockDevice(medium, 512)).isEmpty());
        assertTrue(DiskNote.find(new MemoryBlockDevice(1 << 19)).isEmpty());
    }
}
