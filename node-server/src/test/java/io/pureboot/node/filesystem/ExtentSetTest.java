package io.pureboot.node.filesystem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.linux.block.Extent;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class ExtentSetTest {
    @Test
    @DisplayName("Order, overlap and neighbourhood do not matter")
    void merged() {
        ExtentSet set = new ExtentSet();
        set.add(100, 50);
        set.add(0, 10);
        set.add(10, 5);
        set.add(120, 100);
        set.add(7, 0);
        assertEquals(List.of(new Extent(0, 15), new Extent(100, 120)), set.list());
        assertEquals(135, set.bytes());
        assertEquals(
                List.of(new Extent(15, 85), new Extent(220, 30)),
                set.complement(250).list());
        assertEquals(List.of(new Extent(0, 224)), set.rounded(16, 100, 250).list());
        assertEquals(
                List.of(new Extent(0, 16), new Extent(96, 104)),
                set.rounded(16, 8, 200).list());
    }

    @RepeatedTest(200)
    @DisplayName("Same as a set of bits")
    void random(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        ExtentSet set = new ExtentSet();
        BitSet bits = new BitSet();
        for (int i = random.nextInt(40); i > 0; i--) {
            int start = random.nextInt(1000);
            int length = random.nextInt(30);
            set.add(start, length);
            bits.set(start, start + length);
        }
        assertEquals(bits, bits(set));
        BitSet others = (BitSet) bits.clone();
        others.flip(0, 900);
        others.clear(900, 2000);
        assertEquals(others, bits(set.complement(900)));
        BitSet wider = bits(set.rounded(8, 16, 900));
        BitSet within = (BitSet) bits.clone();
        within.clear(900, 2000);
        within.andNot(wider);
        assertTrue(within.isEmpty());
        long end = -1;
        for (Extent extent : set.list()) {
            assertTrue(extent.start() > end);
            end = extent.end();
        }
    }

    private static BitSet bits(ExtentSet set) {
        BitSet bits = new BitSet();
        set.list().forEach(extent -> bits.set((int) extent.start(), (int) extent.end()));
        return bits;
    }
}
