package io.pureboot.controller.library.rescue;

import io.pureboot.linux.table.fuzz.Corpus;
import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What coverage-guided fuzzing found worth keeping, and variations of it: no failure, no hang. */
class RescueMapFuzzTest {
    @Test
    @DisplayName("NH3 NX2 no bytes make the reader of ddrescue maps fail otherwise than by a reason")
    void corpus() throws IOException {
        Corpus.replay("fuzz/map", RescueMapFuzz::fuzzerTestOneInput);
    }
}
