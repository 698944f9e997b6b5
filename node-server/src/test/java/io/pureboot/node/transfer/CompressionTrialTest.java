package io.pureboot.node.transfer;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CompressionTrialTest {
    private static final int CHUNK = 4 << 20;

    private long nanos;
    private double load = 0.2;
    private final CompressionTrial trial = new CompressionTrial(() -> nanos, () -> load);

    @Test
    @DisplayName("a slow link and idle processors: tried, and kept when it brings more")
    void slowLink() {
        atRate(50e6, 2);
        assertTrue(trial.compress());
        atRate(120e6, 2);
        assertTrue(trial.compress(), "it was better");
    }

    @Test
    @DisplayName("given up when it does not bring more")
    void noGain() {
        atRate(50e6, 2);
        assertTrue(trial.compress());
        atRate(52e6, 2);
        assertFalse(trial.compress());
    }

    @Test
    @DisplayName("not tried on a link faster than compression, nor where the processors are the limit")
    void notTried() {
        atRate(400e6, 4);
        assertFalse(trial.compress());
        load = 0.95;
        atRate(50e6, 4);
        assertFalse(trial.compress());
    }

    private void atRate(double bytesPerSecond, double seconds) {
        long end = nanos + (long) (seconds * 1e9);
        while (nanos < end) {
            nanos += (long) (CHUNK / bytesPerSecond * 1e9);
            trial.received(CHUNK);
        }
    }
}
