package io.pureboot.linux.table.fuzz;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What coverage-guided fuzzing found worth keeping, and variations of it: no failure, no hang. */
class TableFuzzTest {
    private static final int VARIATIONS = 5_000;

    @Test
    @DisplayName("NA5 NC3 no bytes make recognition fail or hang, and a stream is never surer than the file")
    void corpus() throws IOException {
        List<byte[]> corpus = Corpus.of("fuzz/table");
        assertTrue(corpus.size() > 20, "the corpus is missing");
        assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
            for (byte[] input : corpus) {
                TableFuzz.fuzzerTestOneInput(input);
            }
            Random random = new Random(5);
            for (int i = 0; i < VARIATIONS; i++) {
                TableFuzz.fuzzerTestOneInput(Corpus.vary(corpus.get(random.nextInt(corpus.size())), random));
            }
        });
    }
}
