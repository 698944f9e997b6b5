package io.pureboot.node.partition;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.linux.block.MemoryBlockDevice;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MoverTest {
    private static final int SECTOR = 512;
    private static final int DISK = 4000 * SECTOR;
    private static final int LARGEST = 64 * SECTOR;

    @Test
    @DisplayName("OP6 a move cut at any write, again and again, is continued or undone without losing a byte")
    void cutAnywhere() throws IOException {
        long fixed = Long.getLong("pureboot.seed", System.nanoTime());
        for (int round = 0; round < 400; round++) {
            long seed = fixed + round;
            Random random = new Random(seed);
            int length = (1 + random.nextInt(1500)) * SECTOR;
            int from = random.nextInt((DISK - length) / SECTOR) * SECTOR;
            int to = from;
            while (to == from) {
                int span = random.nextBoolean() ? 60 : 2000;
                int wanted = from + (random.nextInt(2 * span) - span) * SECTOR;
                to = Math.clamp(wanted, 0, DISK - length);
                to -= to % SECTOR;
                if (DISK - length == 0) {
                    to = from + SECTOR;
                }
            }
            String what = "-Dpureboot.seed=" + seed + " from " + from + " to " + to + " length " + length;
            MemoryBlockDevice disk = new MemoryBlockDevice(DISK);
            random.nextBytes(disk.bytes());
            byte[] content = Arrays.copyOfRange(disk.bytes(), from, from + length);
            byte[] before = disk.bytes().clone();
            boolean undo = random.nextBoolean();
            AtomicLong recorded = new AtomicLong();
            boolean done = false;
            for (int cuts = 0; !done && cuts < 3; cuts++) {
                done = attempt(disk, from, to, length, random.nextInt(30), recorded, false);
            }
            if (!done && undo) {
                boolean back = false;
                for (int cuts = 0; !back && cuts < 3; cuts++) {
                    back = attempt(disk, from, to, length, random.nextInt(30), recorded, true);
                }
                assertTrue(back || attempt(disk, from, to, length, Integer.MAX_VALUE, recorded, true), what);
                assertArrayEquals(content, Arrays.copyOfRange(disk.bytes(), from, from + length), what);
            } else {
                assertTrue(done || attempt(disk, from, to, length, Integer.MAX_VALUE, recorded, false), what);
                assertArrayEquals(content, Arrays.copyOfRange(disk.bytes(), to, to + length), what);
            }
            untouchedElsewhere(before, disk.bytes(), Math.min(from, to), Math.max(from, to) + length, what);
        }
    }

    private static boolean attempt(
            MemoryBlockDevice disk, long from, long to, long length, int writes, AtomicLong recorded, boolean back)
            throws IOException {
        Mover mover = new Mover(new CutDevice(disk, new AtomicInteger(writes)), from, to, length, LARGEST);
        try {
            if (back) {
                mover.back(recorded.get(), recorded::set);
                return true;
            }
            return mover.forward(recorded.get(), recorded::set, () -> false);
        } catch (Killed e) {
            return false;
        }
    }

    private static void untouchedElsewhere(byte[] before, byte[] after, int start, int end, String what) {
        assertArrayEquals(Arrays.copyOf(before, start), Arrays.copyOf(after, start), what);
        assertArrayEquals(
                Arrays.copyOfRange(before, end, before.length), Arrays.copyOfRange(after, end, after.length), what);
    }

    @Test
    void stopsBetweenPiecesWhenCancelled() throws IOException {
        MemoryBlockDevice disk = new MemoryBlockDevice(DISK);
        new Random(1).nextBytes(disk.bytes());
        byte[] content = Arrays.copyOfRange(disk.bytes(), 0, 1000 * SECTOR);
        AtomicLong recorded = new AtomicLong();
        Mover mover = new Mover(disk, 0, 100 * SECTOR, 1000 * SECTOR, LARGEST);
        assertFalse(mover.forward(0, recorded::set, () -> recorded.get() >= 3L * LARGEST));
        assertEquals(3L * LARGEST, recorded.get());
        mover.back(recorded.get(), recorded::set);
        assertArrayEquals(content, Arrays.copyOf(disk.bytes(), 1000 * SECTOR));
    }

    @Test
    void aPlaceThatCannotBeReadIsAnError() {
        MemoryBlockDevice disk = new MemoryBlockDevice(DISK);
        var faulty = new io.pureboot.linux.block.FaultyBlockDevice(disk).unreadable(500 * SECTOR, SECTOR);
        Mover mover = new Mover(faulty, 0, 1000 * SECTOR, 1000 * SECTOR, LARGEST);
        assertThrows(IOException.class, () -> mover.forward(0, moved -> {}, () -> false));
    }
}
