package io.pureboot.node.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogRingTest {
    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private final LogRing ring = LogRing.over(new PrintStream(console, true, StandardCharsets.UTF_8));
    private final PrintStream out = new PrintStream(ring, true, StandardCharsets.UTF_8);

    @Test
    void keepsLinesAndStillPrintsThem() {
        out.print("first\nsec");
        out.print("ond ü\nunfinished");
        assertEquals(List.of("first", "second ü"), ring.lines());
        assertEquals("first\nsecond ü\nunfinished", console.toString(StandardCharsets.UTF_8));
    }

    @Test
    void isBounded() {
        out.println("x".repeat(10_000));
        assertEquals(2000, ring.lines().getFirst().length());
        for (int i = 0; i < 3000; i++) {
            out.println(i);
        }
        assertEquals(1000, ring.lines().size());
        assertEquals("2999", ring.lines().getLast());
    }
}
