package io.pureboot.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);

    @Test
    @DisplayName("PH4 phase, bar, share, bytes, rate and remaining time in one line")
    void showsPhaseBarRateAndRemainingTime() {
        assertEquals(
                "transferring  [##############..............]  50%  512.0 MiB of 1.0 GiB  256.0 MiB/s  ETA 0:02",
                ProgressLine.line("transferring", 512L << 20, 1L << 30, 256L << 20));
        assertEquals(
                "completed     [############################] 100%  1.0 GiB of 1.0 GiB",
                ProgressLine.line("completed", 1L << 30, 1L << 30, 0));
        assertEquals("pending", ProgressLine.line("pending", 0, 0, 0));
        assertEquals(
                "verifying     [............................]   0%  0 B of 2.0 TiB  1.0 GiB/s  ETA 34:08",
                ProgressLine.line("verifying", 0, 2L << 40, 1L << 30));
    }

    @Test
    void aFileGetsOneLineAPhase() {
        ProgressLine progress = new ProgressLine(out, false);
        progress.show("transferring", 1, 4, 0);
        progress.show("transferring", 2, 4, 0);
        progress.show("verifying", 4, 4, 0);
        progress.end();
        assertEquals(2, written.toString(StandardCharsets.UTF_8).lines().count());
    }

    @Test
    void aTerminalGetsOneLineRedrawn() {
        ProgressLine progress = new ProgressLine(out, true);
        progress.show("source ready", 0, 0, 0);
        progress.show("cloning", 0, 0, 0);
        progress.end();
        assertEquals("\rsource ready\rcloning     " + System.lineSeparator(), written.toString(StandardCharsets.UTF_8));
    }
}
