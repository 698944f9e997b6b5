package io.pureboot.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pureboot.linux.block.Extent;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExtentsTest {
    @Test
    void takesAwayWhatIsCovered() {
        List<Extent> from = List.of(extent(0, 10), extent(20, 30), extent(40, 50));

        assertEquals(
                List.of(extent(0, 2), extent(4, 8), extent(20, 22), extent(28, 30)),
                Extents.subtract(from, List.of(extent(40, 60), extent(2, 4), extent(22, 28), extent(8, 15))));
        assertEquals(from, Extents.subtract(from, List.of()));
        assertEquals(List.of(), Extents.subtract(from, List.of(extent(0, 100))));
        assertEquals(from, Extents.subtract(from, List.of(extent(10, 20), extent(30, 40))));
    }

    @Test
    void onePieceMayCoverSeveralRuns() {
        assertEquals(
                List.of(extent(0, 5), extent(48, 50)),
                Extents.subtract(List.of(extent(0, 10), extent(20, 30), extent(40, 50)), List.of(extent(5, 48))));
    }

    private static Extent extent(long start, long end) {
        return new Extent(start, end - start);
    }
}
