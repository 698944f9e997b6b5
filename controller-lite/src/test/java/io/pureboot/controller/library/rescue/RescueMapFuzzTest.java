package io.pureboot.controller.library.rescue;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.linux.table.fuzz.Corpus;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What coverage-guided fuzzing found worth keeping, and variations of it: no failure, no hang. */
class RescueMapFuzzTest {
    private static final int VARIATIONS = 5_000;

    @Test
    @DisplayName("NH3 NX2 no bytes make the reader of ddrescue maps fail otherwise than by a reason")
    void corpus() throws IOException {
        List<byte[]> corpus = Corpus.of("fuzz/map");
        assertTrue(corpus.size() > 10, "the corpus is missing");
        assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
            for (byte[] input : corpus) {
                RescueMapFuzz.fuzzerTestOneInput(input);
            }
            Random random = new Random(5);
            for (int i = 0; i < VARIATIONS; i++) {
                RescueMapFuzz.fuzzerTestOneInput(Corpus.vary(corpus.get(random.nextInt(corpus.size())), random));
            }
        });
    }
}
