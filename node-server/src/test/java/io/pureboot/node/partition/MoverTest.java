package io.pureboot.node.partition;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.linux.block.BlockDevice;
import io.pureboot.linux.block.ForwardingBlockDevice;
import io.pureboot.linux.block.MemoryBlockDevice;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code -Dpureboot.rounds=100000} cuts more copies than the suite has time for, {@code -Dpureboot.seed=…} repeats those
 * of a failure.
 */
class MoverTest {
    private static final int SECTOR = 512;
    private static final int DISK = 4000 * SECTOR;
    private static final int LARGEST = 64 * SECTOR;
    private static final MovePass.Limits SELDOM = new MovePass.Limits(LARGEST, Long.MAX_VALUE, 3);
    private static final MovePass.Limits OFTEN = new MovePass.Limits(LARGEST, 0, 3);

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName(
            "OP6 X6 cut at any write by a kill or a power cut, again and again: continued or undone without losing a byte")
    void cutAnywhere(boolean power) throws IOException {
        long fixed = Long.getLong("pureboot.seed", System.nanoTime());
        for (int round = 0; round < Integer.getInteger("pureboot.rounds", 400); round++) {
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
                done = attempt(disk(disk, random, power), from, to, length, recorded, false);
            }
            if (!done && undo) {
                boolean back = false;
                for (int cuts = 0; !back && cuts < 3; cuts++) {
                    back = attempt(disk(disk, random, power), from, to, length, recorded, true);
                }
                assertTrue(back || attempt(disk, from, to, length, recorded, true), what);
                assertArrayEquals(content, Arrays.copyOfRange(disk.bytes(), from, from + length), what);
            } else {
                assertTrue(done || attempt(disk, from, to, length, recorded, false), what);
                assertArrayEquals(content, Arrays.copyOfRange(disk.bytes(), to, to + length), what);
            }
            untouchedElsewhere(before, disk.bytes(), Math.min(from, to), Math.max(from, to) + length, what);
        }
    }

    private static BlockDevice disk(MemoryBlockDevice disk, Random random, boolean power) {
        int writes = random.nextInt(30);
        return power
                ? new PowerCutDevice(disk.bytes(), SECTOR, writes, random)
                : new CutDevice(disk, new AtomicInteger(writes));
    }

    private static boolean attempt(BlockDevice disk, long from, long to, long length, AtomicLong recorded, boolean back)
            throws IOException {
        Mover mover = new Mover(disk, from, to, length, length % 1024 == 0 ? SELDOM : OFTEN);
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
        Mover mover = new Mover(disk, 0, 100 * SECTOR, 1000 * SECTOR, OFTEN);
        assertFalse(mover.forward(0, recorded::set, () -> recorded.get() >= 3L * LARGEST));
        assertTrue(recorded.get() >= 3L * LARGEST && recorded.get() < 1000 * SECTOR, "moved: " + recorded);
        long stopped = recorded.get();
        assertFalse(mover.forward(stopped, recorded::set, () -> true));
        assertTrue(recorded.get() > stopped, "who cancels again and again still gets on");
        mover.back(recorded.get(), recorded::set);
        assertArrayEquals(content, Arrays.copyOf(disk.bytes(), 1000 * SECTOR));
    }

    @Test
    void placesFarApartAreFlushedSeldom() throws IOException {
        MemoryBlockDevice memory = new MemoryBlockDevice(DISK);
        AtomicInteger flushes = new AtomicInteger();
        BlockDevice disk = new ForwardingBlockDevice(memory) {
            @Override
            public void flush() throws IOException {
                flushes.incrementAndGet();
                super.flush();
            }
        };
        AtomicLong recorded = new AtomicLong();
        int length = 20 * LARGEST;
        assertTrue(new Mover(disk, 0, 2000 * SECTOR, length, SELDOM).forward(0, recorded::set, () -> false));
        assertEquals(length, recorded.get());
        assertTrue(flushes.get() <= 2, "flushes of 20 pieces: " + flushes);
    }

    @Test
    void aPlaceThatCannotBeReadIsAnError() {
        MemoryBlockDevice disk = new MemoryBlockDevice(DISK);
        var faulty = new io.pureboot.linux.block.FaultyBlockDevice(disk).unreadable(500 * SECTOR, SECTOR);
        Mover mover = new Mover(faulty, 0, 1000 * SECTOR, 1000 * SECTOR, OFTEN);
        assertThrows(IOException.class, () -> mover.forward(0, moved -> {}, () -> false));
    }
}
